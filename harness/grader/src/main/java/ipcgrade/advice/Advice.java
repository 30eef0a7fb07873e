package ipcgrade.advice;

import ipcgrade.reading.Reading;
import ipcgrade.spec.Spec.Text;
import ipcgrade.trace.Event;
import ipcgrade.trace.Event.Call;
import ipcgrade.wording.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Advice on a submission. What it says was seen in a run.
 *
 * @param id "sleeping", "polling", …: the README lists them
 * @param what what was seen, and why that is no good
 * @param remedy what to do instead
 * @param processes whom it concerns, as "client 2"
 * @param run position of the run that shows it
 * @param evidence the events of that run that show it
 */
public record Advice(
    String id, Text what, Text remedy, List<String> processes, int run, List<Event> evidence) {
  private static final int MOST_EVIDENCE = 2;
  private static final Words EN = Words.in("en");
  private static final Words IT = Words.in("it");

  /** Client 2 before client 10. */
  private static final Comparator<String> BY_NUMBER =
      Comparator.comparing((String name) -> name.replaceFirst("[0-9]+$", ""))
          .thenComparing(String::length)
          .thenComparing(Comparator.naturalOrder());

  public Advice {
    processes = List.copyOf(processes);
    evidence = List.copyOf(evidence);
  }

  /** The advice that the runs of a submission call for, at most one on each topic. */
  public static List<Advice> on(List<Reading> runs) {
    List<List<Finding>> found = runs.stream().map(Advice::findings).toList();
    List<Advice> advice = new ArrayList<>();
    for (Topic topic : Topic.values()) {
      IntStream.range(0, runs.size())
          .filter(run -> found.get(run).stream().anyMatch(each -> each.topic() == topic))
          .findFirst()
          .ifPresent(run -> advice.add(of(topic, run, runs, found)));
    }
    return advice;
  }

  /**
   * The advice that an untimely run calls for which breaks what timely ones keep; none if nobody slept in it while
   * others could move.
   *
   * @param broken in English and Italian, what breaks
   */
  public static Optional<Advice> sleeping(Reading run, List<String> broken, List<String> inItalian) {
    List<Call> cutShort = Sleeping.cutShort(run.history().trace());
    if (cutShort.isEmpty()) {
      return Optional.empty();
    }
    List<String> processes =
        cutShort.stream().map(call -> run.called(call.pid())).distinct().sorted(BY_NUMBER).toList();
    return Optional.of(
        new Advice(
            Topic.SLEEPING.id(),
            new Text(
                EN.get("advice.slept", EN.list(processes), EN.list(broken)),
                IT.get("advice.slept", IT.list(processes), IT.list(inItalian))),
            new Text(EN.get(Topic.SLEEPING.remedy()), IT.get(Topic.SLEEPING.remedy())),
            processes,
            0,
            List.copyOf(cutShort.subList(0, 1))));
  }

  private static List<Finding> findings(Reading run) {
    return Stream.of(
        Sleeping.in(run), Polling.in(run), Reaping.in(run), Keys.in(run), Sizes.in(run))
        .flatMap(List::stream)
        .toList();
  }

  private static Advice of(Topic topic, int run, List<Reading> runs, List<List<Finding>> found) {
    List<String> processes =
        IntStream.range(0, runs.size())
            .boxed()
            .flatMap(
                at -> found.get(at).stream()
                    .filter(each -> each.topic() == topic)
                    .map(each -> runs.get(at).called(each.pid())))
            .distinct()
            .sorted(BY_NUMBER)
            .toList();
    Finding first =
        found.get(run).stream().filter(each -> each.topic() == topic).findFirst().orElseThrow();
    return new Advice(
        topic.id(),
        new Text(
            EN.get(topic.what(), EN.list(processes), first.measure()),
            IT.get(topic.what(), IT.list(processes), first.measure())),
        new Text(EN.get(topic.remedy()), IT.get(topic.remedy())),
        processes,
        run,
        first.evidence().stream().limit(MOST_EVIDENCE).toList());
  }
}
