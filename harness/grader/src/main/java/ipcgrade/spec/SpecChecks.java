package ipcgrade.spec;

import ipcgrade.spec.Spec.Channel;
import ipcgrade.spec.Spec.Expectation;
import ipcgrade.spec.Spec.Field;
import ipcgrade.spec.Spec.Kind;
import ipcgrade.spec.Spec.Position;
import ipcgrade.spec.Spec.Role;
import ipcgrade.spec.Spec.Rule;
import ipcgrade.spec.SpecException.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a JSON Schema cannot say of a spec: that its names exist, and that no two are the same. */
final class SpecChecks {
  private final Spec spec;
  private final YamlDocument document;
  private final List<Problem> problems = new ArrayList<>();

  private SpecChecks(Spec spec, YamlDocument document) {
    this.spec = spec;
    this.document = document;
  }

  static List<Problem> problems(Spec spec, YamlDocument document) {
    SpecChecks checks = new SpecChecks(spec, document);
    checks.roots();
    checks.references();
    checks.fields();
    checks.rules();
    new FaultChecks(spec, document, checks.problems).check();
    checks.points();
    checks.variables();
    return checks.problems;
  }

  private void roots() {
    List<Role> roots = spec.roles().values().stream().filter(Role::root).toList();
    if (roots.isEmpty()) {
      problem(
          document.keyPosition("/roles"),
          "no role is the root; write root: true at the one that starts all others");
    }
    roots.stream()
        .skip(1)
        .forEach(
            role -> problem(
                document.keyPosition("/roles/" + role.name() + "/root"),
                "only one role can be the root, and '%s' is it already"
                    .formatted(roots.getFirst().name())));
    for (Role role : roots) {
      if (role.count() != 1) {
        problem(
            document.position("/roles/" + role.name() + "/count"),
            "the root is one process; leave out its count");
      }
    }
  }

  private void references() {
    for (Channel channel : spec.channels().values()) {
      String at = "/channels/" + channel.name();
      channel.of().ifPresent(role -> reference("role", role, spec.roles().keySet(), at + "/of"));
      if (channel.of().isPresent() && Words.OF_PROCESS.contains(channel.name())) {
        problem(
            document.keyPosition(at),
            "every process has '%s' already; call the channel something else"
                .formatted(channel.name()));
      }
    }
    for (Kind kind : spec.kinds().values()) {
      String at = "/kinds/" + kind.name();
      reference("role", kind.from(), spec.roles().keySet(), at + "/from");
      reference("role", kind.to(), spec.roles().keySet(), at + "/to");
      reference("channel", kind.on(), spec.channels().keySet(), at + "/on");
    }
  }

  private void fields() {
    for (Kind kind : spec.kinds().values()) {
      for (Field field : kind.fields()) {
        String at = "/kinds/" + kind.name() + "/fields/" + field.name();
        if (Words.OF_MESSAGE.contains(field.name())) {
          problem(
              document.keyPosition(at),
              "every message has '%s' already; call the field something else"
                  .formatted(field.name()));
        } else if (Words.OF_CEL.contains(field.name())) {
          keptByCel(field.name(), document.keyPosition(at));
        }
        switch (field.expectation()) {
          case Expectation.Msqid(String channel) ->
              reference("channel", channel, spec.channels().keySet(), at + "/msqid");
          case Expectation.Pid(String role) ->
              reference("role", role, spec.roles().keySet(), at + "/pid");
          case Expectation.Range(long low, long high) -> {
            if (low > high) {
              problem(
                  document.position(at + "/range"),
                  "the range [%d, %d] is upside down; write [%2$d, %1$d]".formatted(low, high));
            }
          }
        }
      }
    }
  }

  private void rules() {
    Map<String, Integer> lines = new HashMap<>();
    for (int i = 0; i < spec.rules().size(); i++) {
      Rule rule = spec.rules().get(i);
      String at = "/rules/" + i;
      Position id = document.position(at + "/id");
      Integer first = lines.putIfAbsent(rule.id(), id.line());
      if (first != null) {
        problem(id, "a rule '%s' stands at line %d already".formatted(rule.id(), first));
      }
      rule.each().ifPresent(role -> reference("role", role, spec.roles().keySet(), at + "/each"));
    }
  }

  /** The total that a spec may declare, against the rules. */
  private void points() {
    if (document.has("/points")) {
      int declared = document.json().path("points").asInt();
      if (declared != spec.maxScore()) {
        problem(
            document.position("/points"),
            "the points of the rules add up to %d, not %d; correct one of them"
                .formatted(spec.maxScore(), declared));
      }
    }
  }

  /** The variables that claims know, all in one name space. */
  private void variables() {
    Map<String, String> taken = new HashMap<>();
    for (Role role : spec.roles().values()) {
      String at = "/roles/" + role.name();
      variable(taken, role.name(), "the role '" + role.name() + "'", document.keyPosition(at));
      variable(
          taken, role.plural(), "the plural of role '" + role.name() + "'", plural(at));
    }
    for (Channel channel : spec.channels().values()) {
      String what = "the channel '" + channel.name() + "'";
      Position at = document.keyPosition("/channels/" + channel.name());
      if (channel.of().isEmpty()) {
        variable(taken, channel.name(), what, at);
      } else if (Words.OF_CEL.contains(channel.name())) {
        keptByCel(channel.name(), at);
      }
    }
    for (Kind kind : spec.kinds().values()) {
      variable(
          taken,
          kind.plural(),
          "the plural of kind '" + kind.name() + "'",
          plural("/kinds/" + kind.name()));
    }
  }

  private void variable(Map<String, String> taken, String name, String what, Position at) {
    String before = taken.putIfAbsent(name, what);
    if (Words.VARIABLES.contains(name)) {
      problem(at, "claims know '%s' already; call %s something else".formatted(name, what));
    } else if (Words.OF_CEL.contains(name)) {
      keptByCel(name, at);
    } else if (before != null) {
      problem(at, "%s is called '%s', as is %s; give it another name".formatted(what, name, before));
    }
  }

  private Position plural(String at) {
    return document.has(at + "/plural")
        ? document.position(at + "/plural")
        : document.keyPosition(at);
  }

  private void keptByCel(String name, Position at) {
    problem(at, "'%s' is a word of CEL and cannot be a name".formatted(name));
  }

  private void reference(String what, String name, Set<String> names, String pointer) {
    if (!names.contains(name)) {
      problem(document.position(pointer), unknown(what, name, names));
    }
  }

  private static String unknown(String what, String name, Collection<String> names) {
    return "unknown " + what + " '" + name + "'" + NearMiss.hint(name, names, what + "s");
  }

  private void problem(Position at, String sentence) {
    problems.add(new Problem(at, sentence));
  }
}
