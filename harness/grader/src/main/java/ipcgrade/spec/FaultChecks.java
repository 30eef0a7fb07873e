package ipcgrade.spec;

import ipcgrade.spec.FaultSpec.Mailbox;
import ipcgrade.spec.FaultSpec.Player;
import ipcgrade.spec.Spec.Channel;
import ipcgrade.spec.Spec.Claim;
import ipcgrade.spec.Spec.Role;
import ipcgrade.spec.Spec.Rule;
import ipcgrade.spec.SpecException.Problem;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What a JSON Schema cannot say of faults: that what they name exists, and that rules ask for each. */
final class FaultChecks {
  private final Spec spec;
  private final YamlDocument document;
  private final List<Problem> problems;

  FaultChecks(Spec spec, YamlDocument document, List<Problem> problems) {
    this.spec = spec;
    this.document = document;
    this.problems = problems;
  }

  void check() {
    for (Map.Entry<String, FaultSpec> fault : spec.faults().entrySet()) {
      String at = "/faults/" + SchemaCheck.escape(fault.getKey());
      switch (fault.getValue()) {
        case FaultSpec.Interrupt(Player process, int _) -> player(process, at + "/interrupt/process");
        case FaultSpec.Kill(Player process, int _) -> player(process, at + "/kill/process");
        case FaultSpec.Delay(String kind, long _) ->
            exists("kind", kind, spec.kinds().keySet(), at + "/delay/kind");
        case FaultSpec.Full(Mailbox queue, int _) -> mailbox(queue, at + "/full/queue");
        case FaultSpec.Remove(Mailbox queue, int _) -> mailbox(queue, at + "/remove/queue");
        case FaultSpec.Stale(Mailbox queue, int _) -> mailbox(queue, at + "/stale/queue");
        case FaultSpec.Queues _, FaultSpec.Processes _, FaultSpec.FirstMsqid _ -> {}
      }
      if (spec.rules().stream().noneMatch(rule -> rule.under().contains(fault.getKey()))) {
        problemAtKey(
            at,
            "no rule says what is right under '%s'; write under: %<s in one, or leave the fault out"
                .formatted(fault.getKey()));
      }
    }
    for (int i = 0; i < spec.rules().size(); i++) {
      rule(spec.rules().get(i), "/rules/" + i + "/under");
    }
  }

  private void rule(Rule rule, String at) {
    if (!rule.under().isEmpty() && rule.claim() instanceof Claim.Varies) {
      problemAtKey(at,
          "what should vary does so where nothing goes wrong; leave out under, or write a claim");
    }
    for (int i = 0; i < rule.under().size(); i++) {
      exists(
          "fault", rule.under().get(i), spec.faults().keySet(),
          document.has(at + "/" + i) ? at + "/" + i : at);
    }
  }

  private void player(Player player, String at) {
    Role role = spec.roles().get(player.role());
    if (role == null) {
      exists("role", player.role(), spec.roles().keySet(), at);
    } else if (player.number() > role.count()) {
      problem(
          at,
          role.count() == 1
              ? "there is only one %s; leave out the number".formatted(role.name())
              : "there are only %d processes %s".formatted(role.count(), role.name()));
    }
  }

  private void mailbox(Mailbox queue, String at) {
    Channel channel = spec.channels().get(queue.channel());
    if (channel == null) {
      exists("channel", queue.channel(), spec.channels().keySet(), at);
    } else if (channel.of().isEmpty()) {
      queue
          .owner()
          .ifPresent(
              _ -> problem(at, "'%s' is one queue for all; leave out whose it is".formatted(channel.name())));
    } else if (queue.owner().filter(owner -> owner.role().equals(channel.of().get())).isEmpty()) {
      problem(
          at,
          "each %s has a '%s' of its own; write %2$s of %1$s 1".formatted(channel.of().get(),
              channel.name()));
    } else {
      player(queue.owner().get(), at);
    }
  }

  private void exists(String what, String name, Collection<String> names, String at) {
    if (!names.contains(name)) {
      problem(at, "unknown " + what + " '" + name + "'" + NearMiss.hint(name, names, what + "s"));
    }
  }

  private void problem(String pointer, String sentence) {
    problems.add(new Problem(document.position(pointer), sentence));
  }

  private void problemAtKey(String pointer, String sentence) {
    problems.add(new Problem(document.keyPosition(pointer), sentence));
  }
}
