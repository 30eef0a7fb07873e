package ipcgrade.report.rubric;

import static java.util.stream.Collectors.joining;

import ipcgrade.spec.FaultSpec;
import ipcgrade.spec.FaultSpec.Mailbox;
import ipcgrade.spec.FaultSpec.Player;
import ipcgrade.spec.Spec;
import ipcgrade.spec.Spec.Claim;
import ipcgrade.spec.Spec.Expectation;
import ipcgrade.spec.Spec.Kind;
import ipcgrade.wording.Calls;
import ipcgrade.wording.Words;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A spec as a student would read it: the rules with their points, how they are judged, and what the words mean. */
final class Rubric {
  private final Spec spec;
  private final Words words;
  private final List<Block> blocks = new ArrayList<>();

  private Rubric(Spec spec, Words words) {
    this.spec = spec;
    this.words = words;
  }

  /** The rubric, in the order of reading. */
  static List<Block> of(Spec spec, Words words) {
    Rubric rubric = new Rubric(spec, words);
    rubric.rules();
    rubric.judging();
    rubric.faults();
    rubric.words();
    return List.copyOf(rubric.blocks);
  }

  private void rules() {
    blocks.add(
        new Block.Title(
            spec.title().in(words.locale()), words.get("rubric.points", spec.maxScore())));
    for (Spec.Rule rule : spec.rules()) {
      blocks.add(
          new Block.Rule(
              rule.id(),
              rule.title().in(words.locale()),
              words.get("rubric.points", rule.points()),
              rule.quote(),
              notes(rule)));
    }
  }

  private List<String> notes(Spec.Rule rule) {
    List<String> notes = new ArrayList<>();
    spec.role(rule)
        .filter(role -> role.count() > 1)
        .ifPresent(
            role -> notes.add(
                words.get("rubric.each", role.name(), role.count())));
    if (rule.claim() instanceof Claim.Varies) {
      notes.add(words.get("rubric.varies"));
    }
    if (!rule.under().isEmpty()) {
      notes.add(words.get("rubric.under", words.list(rule.under())));
    }
    return notes;
  }

  private void judging() {
    blocks.add(new Block.Heading(1, words.get("rubric.judging")));
    blocks.add(new Block.Paragraph(words.get("rubric.runs", spec.run().schedules())));
    spec.rules().stream()
        .flatMap(rule -> spec.role(rule).stream())
        .filter(role -> role.count() > 1)
        .findFirst()
        .ifPresent(_ -> blocks.add(new Block.Paragraph(words.get("rubric.shared"))));
    racy();
    blocks.add(new Block.Paragraph(words.get("rubric.not-reached")));
  }

  /** What races earn: what most rules give, and then those that give something else. */
  private void racy() {
    Map<Double, List<Spec.Rule>> shares =
        spec.rules().stream()
            .collect(Collectors.groupingBy(Spec.Rule::racy, TreeMap::new, Collectors.toList()));
    double usual =
        Collections.max(shares.entrySet(), Comparator.comparingInt(share -> share.getValue().size()))
            .getKey();
    blocks.add(new Block.Paragraph(words.get("rubric.racy", usual)));
    shares.forEach(
        (share, rules) -> {
          if (share != usual) {
            List<String> titles = rules.stream().map(rule -> rule.title().in(words.locale())).toList();
            blocks.add(new Block.Paragraph(words.get("rubric.racy-rules", words.list(titles), share)));
          }
        });
  }

  private void faults() {
    if (!spec.faults().isEmpty()) {
      blocks.add(new Block.Heading(1, words.get("rubric.faults")));
      blocks.add(new Block.Paragraph(words.get("rubric.faults.runs")));
      spec.faults().forEach((name, fault) -> term(name, fault(fault)));
    }
  }

  private String fault(FaultSpec fault) {
    return switch (fault) {
      case FaultSpec.Interrupt(Player process, int wait) ->
          words.get("fault.interrupt", called(process), wait);
      case FaultSpec.Kill(Player process, int call) -> words.get("fault.kill", called(process), call);
      case FaultSpec.Delay(String kind, long millis) ->
          words.get("fault.delay", kind, Calls.seconds(TimeUnit.MILLISECONDS.toNanos(millis)));
      case FaultSpec.Full(Mailbox queue, int messages) -> words.get("fault.full", called(queue), messages);
      case FaultSpec.Remove(Mailbox queue, int after) -> words.get("fault.remove", called(queue), after);
      case FaultSpec.Queues(int most) -> words.get("fault.queues", most);
      case FaultSpec.Processes(int most) -> words.get("fault.processes", most);
      case FaultSpec.FirstMsqid _ -> words.get("fault.first-msqid");
      case FaultSpec.Stale(Mailbox queue, int messages) ->
          words.get("fault.stale", called(queue), messages);
    };
  }

  private String called(Player player) {
    Spec.Role role = spec.roles().get(player.role());
    return role == null ? player.role() : role.player(player.number() - 1);
  }

  private String called(Mailbox queue) {
    return queue.owner()
        .map(owner -> words.get("why.own", queue.channel(), called(owner)))
        .orElse(queue.channel());
  }

  private void words() {
    blocks.add(new Block.Heading(1, words.get("rubric.words")));
    blocks.add(new Block.Paragraph(words.get("rubric.charity")));
    blocks.add(new Block.Heading(2, words.get("rubric.roles")));
    spec.roles().values().forEach(role -> term(role.name(), role(role)));
    blocks.add(new Block.Heading(2, words.get("rubric.channels")));
    spec.channels().values().forEach(channel -> term(channel.name(), channel(channel)));
    blocks.add(new Block.Heading(2, words.get("rubric.kinds")));
    spec.kinds().values().forEach(kind -> term(kind.name(), kind(kind)));
  }

  private void term(String word, String meaning) {
    blocks.add(new Block.Term(word, meaning));
  }

  private String role(Spec.Role role) {
    String what =
        role.root() ? words.get("rubric.root") : words.get("rubric.processes", role.count());
    return what
        + messages("rubric.sends", "rubric.sends.one", kind -> kind.from().equals(role.name()), Kind::to)
        + messages("rubric.receives", "rubric.receives.one", kind -> kind.to().equals(role.name()),
            Kind::from)
        + ".";
  }

  private String messages(
      String key, String one, Predicate<Kind> which, Function<Kind, String> other) {
    String list =
        spec.kinds().values().stream()
            .filter(which)
            .map(kind -> words.get(one, kind.name(), other.apply(kind)))
            .collect(joining(", "));
    return list.isEmpty() ? "" : "; " + words.get(key, list);
  }

  private String channel(Spec.Channel channel) {
    String what =
        channel.of().map(role -> words.get("rubric.own", role)).orElse(words.get("rubric.queue"));
    String carries =
        spec.kinds().values().stream()
            .filter(kind -> kind.on().equals(channel.name()))
            .map(Kind::name)
            .collect(joining(", "));
    return carries.isEmpty() ? what + "." : what + "; " + words.get("rubric.carries", carries) + ".";
  }

  private String kind(Kind kind) {
    String way = words.get("rubric.way", kind.from(), kind.to(), kind.on());
    String fields =
        kind.fields().stream()
            .map(field -> words.get("rubric.field", field.name(), value(field.expectation())))
            .collect(joining(", "));
    return fields.isEmpty() ? way + "." : way + "; " + words.get("rubric.carries", fields) + ".";
  }

  private String value(Expectation expectation) {
    return switch (expectation) {
      case Expectation.Range(long low, long high) ->
          words.get("rubric.range", String.valueOf(low), String.valueOf(high));
      case Expectation.Msqid(String channel) -> words.get("rubric.msqid", channel);
      case Expectation.Pid(String role) -> words.get("rubric.pid", role);
    };
  }
}
