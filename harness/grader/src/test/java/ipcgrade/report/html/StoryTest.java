package ipcgrade.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.TraceScript;
import ipcgrade.report.html.Story.Letter;
import ipcgrade.report.html.Story.Row;
import ipcgrade.report.html.Story.Sort;
import ipcgrade.score.Scorer;
import ipcgrade.spec.Spec;
import ipcgrade.spec.SpecLoader;
import ipcgrade.trace.Operation.MsgRcv;
import ipcgrade.trace.Operation.MsgSnd;
import ipcgrade.trace.Payload;
import ipcgrade.trace.QueueState;
import ipcgrade.trace.Trace;
import ipcgrade.wording.Words;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A story")
class StoryTest {
  private static final int QUEUE = 65536;

  @Test
  @DisplayName("has a row for each event, and a letter for each message with the rows of its way")
  void tells() throws Exception {
    Story story =
        told(
            new TraceScript()
                .start(10, 0)
                .create(10, QUEUE)
                .start(11, 10)
                .send(10, QUEUE, 3, 7)
                .send(10, QUEUE, 4, 8)
                .receive(11, QUEUE, 4, 4, 8)
                .exit(11, 0)
                .await(10, 11)
                .sleep(10, 1)
                .exit(10, 1)
                .end(),
            -1);
    assertEquals(
        List.of(
            Sort.START, Sort.GET, Sort.START, Sort.SEND, Sort.SEND, Sort.RECEIVE, Sort.EXIT, Sort.WAIT,
            Sort.SLEEP, Sort.EXIT),
        story.rows().stream().map(Row::sort).toList());
    assertEquals(
        List.of("3: 3 to -1", "4: 4 to 5"),
        story.letters().stream().map(each -> each.mtype() + ": " + each.sent() + " to " + each.received())
            .toList());
    assertEquals(List.of(0, 1), story.rows().stream().map(Row::lane).distinct().sorted().toList());
    assertEquals(0, story.rows().get(2).other(), "who forked");
    assertEquals("sleep 1s", story.rows().get(8).label());
    assertEquals(2, story.lanes().get(1).first());
    assertEquals(6, story.lanes().get(1).last());
    assertEquals(0, story.before() + story.after());
  }

  @Test
  @DisplayName("says of a process that never goes on that it waits from its call to the end")
  void waits() throws Exception {
    Story story =
        told(
            new TraceScript()
                .start(10, 0)
                .create(10, QUEUE)
                .stuck(10, new MsgRcv(QUEUE, 8, 0, 0, 0, Payload.EMPTY))
                .deadlock(new QueueState(0, QUEUE, 0600, 0, 0, 0, 0, 0, 0, 0, 0, 0)),
            -1);
    Row last = story.rows().getLast();
    assertTrue(last.fails() && last.text().endsWith("= ?"), last.text());
    assertEquals("deadlock", story.end());
    assertEquals(3, story.lanes().getFirst().last(), "its lifeline goes on");
  }

  @Test
  @DisplayName("of a long run is what lies around what matters, with the messages that come from before and go beyond")
  void cut() throws Exception {
    TraceScript script = new TraceScript().start(10, 0).create(10, QUEUE).start(11, 10);
    script.send(10, QUEUE, 9, 1);
    for (int i = 0; i < 1000; i++) {
      script.send(10, QUEUE, 1, i).receive(11, QUEUE, 1, 1, i);
    }
    script.receive(11, QUEUE, 9, 9, 1).exit(11, 0).exit(10, 0);
    Trace trace = script.end();
    long matters = trace.events().get(1000).seq();
    Story story = told(trace, matters);
    assertEquals(Storyteller.MOST_ROWS, story.rows().size());
    assertEquals(trace.events().size(), story.before() + story.rows().size() + story.after());
    assertTrue(story.rows().stream().anyMatch(row -> row.seq() == matters));
    List<Letter> through =
        story.letters().stream()
            .filter(letter -> letter.sent() < 0 && letter.received() == story.rows().size()).toList();
    assertEquals(List.of("9"), through.stream().map(Letter::mtype).toList());
    assertTrue(
        story.letters().stream()
            .filter(letter -> letter.sent() >= 0 && letter.received() >= 0)
            .allMatch(letter -> letter.received() == letter.sent() + 1
                || letter.received() == story.rows().size()));
    assertEquals(story.before(), told(trace, matters).before());
    assertEquals(0, told(trace, 0).before());
    assertEquals(0, told(trace, Long.MAX_VALUE).after());
  }

  @Test
  @DisplayName("shows what programs send as printable text")
  void printable() throws Exception {
    Payload text = Payload.of("<b>\u001b[2J".getBytes(StandardCharsets.UTF_8));
    Story story =
        told(
            new TraceScript().start(10, 0).create(10, QUEUE).call(10, new MsgSnd(QUEUE, 1, text, 0), 0)
                .exit(10, 0).end(),
            -1);
    story.letters().forEach(letter -> assertTrue(letter.bytes().chars().allMatch(c -> c >= ' ' && c < 0x7F)));
    story.rows()
        .forEach(row -> assertTrue(row.text().chars().allMatch(c -> c >= ' ' && c < 0x7F), row.text()));
  }

  private static Story told(Trace trace, long matters) throws Exception {
    Path file = Path.of("../../grading.yml");
    Spec spec = SpecLoader.load(file);
    var world = Scorer.of(spec, file).assess(List.of(trace)).world(0);
    return new Storyteller(world, List.of(), Words.in("en")).tell(matters, -1);
  }
}
