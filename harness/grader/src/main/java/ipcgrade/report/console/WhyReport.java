package ipcgrade.report.console;

import static java.util.stream.Collectors.joining;

import ipcgrade.report.screen.Line;
import ipcgrade.report.screen.Screen;
import ipcgrade.report.screen.Style;
import ipcgrade.report.telling.Runs;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Channel;
import ipcgrade.score.Result.Deed;
import ipcgrade.score.Result.Player;
import ipcgrade.score.Result.Rival;
import ipcgrade.score.Result.Run;
import ipcgrade.wording.Printable;
import ipcgrade.wording.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the runs of a submission were read: which process was taken for what and by which behaviour, which
 * queue for which channel, and where the fields of its messages were found. Runs read alike are told once.
 */
public final class WhyReport {
  private static final int INDENT = 2;
  private static final int WIDEST_NAME = 80;

  private final Screen screen;
  private final Words words;

  public WhyReport(Screen screen, Words words) {
    this.screen = screen;
    this.words = words;
  }

  /** Prints the report; nothing if there were no runs. */
  public void print(Result.Submission submission) {
    if (submission.runs().isEmpty()) {
      return;
    }
    title(words.get("why.title"));
    Map<List<String>, List<Integer>> alike = new LinkedHashMap<>();
    for (int run = 0; run < submission.runs().size(); run++) {
      List<String> parts =
          submission.runs().get(run).roles().stream().map(WhyReport::part).sorted().toList();
      alike.computeIfAbsent(parts, _ -> new ArrayList<>()).add(run);
    }
    alike.values().forEach(runs -> run(submission.runs(), runs));
    if (!submission.fields().isEmpty()) {
      title(words.get("why.fields"));
      submission.fields().forEach(this::field);
    }
  }

  /** What a process is taken for; pids, and who starts when, differ from run to run. */
  private static String part(Player player) {
    return player.role() + "|" + player.extra() + "|" + player.thread();
  }

  private void run(List<Run> all, List<Integer> alike) {
    Run run = all.get(alike.getFirst());
    screen.blank();
    screen.print(
        Line.indented(INDENT)
            .add(words.get("why.run", Integer.toString(alike.getFirst() + 1)))
            .add(Style.FAINT, "  " + Runs.schedule(words, run)));
    Map<Integer, String> queues = new LinkedHashMap<>();
    run.channels().forEach(c -> queues.merge(c.msqid(), name(c), (one, other) -> one + ", " + other));
    run.roles().forEach(player -> player(player, queues));
    run.channels().forEach(this::channel);
    screen.wrap(Line.indented(INDENT + 2), Style.FAINT, rival(run));
    if (alike.size() > 1) {
      String others =
          alike.stream().skip(1).map(other -> Integer.toString(other + 1)).collect(joining(", "));
      screen.wrap(
          Line.indented(INDENT + 2), Style.FAINT, words.get("why.alike", alike.size() - 1, others));
    }
  }

  private void player(Player player, Map<Integer, String> queues) {
    String pid = Integer.toString(player.pid());
    Line line =
        Line.indented(INDENT + 2)
            .add(words.get(player.thread() ? "why.thread" : "why.process", pid))
            .column(INDENT + 18);
    if (player.role().isEmpty()) {
      line.add(
          Style.FAINT,
          player.extra().isEmpty() ? words.get("why.none") : words.get("why.extra", shown(player.extra())));
    } else {
      line.add(Style.TITLE, shown(player.role()));
    }
    screen.print(line);
    String deeds = player.deeds().stream().map(deed -> deed(deed, queues)).collect(joining("; "));
    screen.wrap(
        Line.indented(INDENT + 6), Style.PLAIN, deeds.isEmpty() ? words.get("why.none-did") : deeds);
  }

  private String deed(Deed deed, Map<Integer, String> queues) {
    String queue = Integer.toString(deed.msqid());
    String at = queues.containsKey(deed.msqid()) ? queue + " (" + queues.get(deed.msqid()) + ")" : queue;
    return switch (deed.what()) {
      case "created" -> words.get("why.created", at);
      case "waited" -> words.get("why.waited", at);
      case "sent" -> messages("why.sent", deed, at);
      default -> messages("why.received", deed, at);
    };
  }

  private String messages(String key, Deed deed, String at) {
    return words.get(deed.kind().isEmpty() ? key + "-other" : key, deed.count(), shown(deed.kind()), at);
  }

  private void channel(Channel channel) {
    String text =
        words.get(
            "why.channel", Integer.toString(channel.msqid()), name(channel), shown(channel.creator()));
    String carried =
        channel.carried().stream().map(c -> c.count() + " × " + shown(c.kind())).collect(joining(", "));
    screen.wrap(
        Line.indented(INDENT + 2),
        Style.PLAIN,
        carried.isEmpty() ? text : text + "; " + words.get("why.carried", carried));
  }

  private String name(Channel channel) {
    return channel.owner().isEmpty()
        ? shown(channel.name())
        : words.get("why.own", shown(channel.name()), shown(channel.owner()));
  }

  private String rival(Run run) {
    if (run.rivals().isEmpty()) {
      return words.get("why.rival-none");
    }
    Rival rival = run.rivals().getFirst();
    String parts =
        rival.instead().stream()
            .map(
                p -> words.get(
                    "why.rival-part",
                    Integer.toString(p.pid()),
                    p.role().isEmpty() ? words.get("why.none") : shown(p.role())))
            .collect(joining(", "));
    String instead = parts.isEmpty() ? words.get("why.rival-queues") : parts;
    if (rival.ahead() == 0) {
      return words.get("why.rival-as-well", instead);
    }
    return rival.ahead() < 0
        ? words.get("why.rival-worse", -rival.ahead(), instead)
        : words.get("why.rival-better", rival.ahead(), instead);
  }

  private void field(Result.Field field) {
    screen.print(
        Line.indented(INDENT)
            .add(shown(field.kind() + "." + field.name()))
            .column(INDENT + 18)
            .add(place(field)));
  }

  private String place(Result.Field field) {
    String at = Integer.toString(field.at());
    return switch (field.in()) {
      case "mtype" -> field.at() == 0 ? words.get("why.in-mtype") : words.get("why.in-shifted-mtype", at);
      case "integer" -> words.get("why.in-integer", at, field.width());
      case "swapped" -> words.get("why.in-swapped", at, field.width());
      case "real" -> words.get("why.in-real", at, field.width());
      default -> words.get("why.in-text", at, Integer.toString(field.index() + 1));
    };
  }

  private void title(String title) {
    screen.blank();
    screen.print(new Line().add(Style.TITLE, title));
  }

  private static String shown(String text) {
    return Printable.line(text, WIDEST_NAME);
  }
}
