package ipcgrade.report.console;

import ipcgrade.rule.Verdict;
import ipcgrade.score.Result.Advice;
import ipcgrade.score.Result.Carried;
import ipcgrade.score.Result.Channel;
import ipcgrade.score.Result.Deed;
import ipcgrade.score.Result.Evidence;
import ipcgrade.score.Result.Field;
import ipcgrade.score.Result.Instance;
import ipcgrade.score.Result.Outcome;
import ipcgrade.score.Result.Player;
import ipcgrade.score.Result.Rival;
import ipcgrade.score.Result.Rule;
import ipcgrade.score.Result.Run;
import ipcgrade.score.Result.Submission;
import ipcgrade.score.Result.Wait;
import ipcgrade.spec.Spec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A spec and results of it, made up. */
final class Samples {
  private static final List<Player> ROLES =
      List.of(
          new Player(2, "parent"),
          new Player(3, "registry"),
          new Player(4, "server 1"),
          new Player(5, "server 2"),
          new Player(6, "client 1"),
          new Player(7, "client 2"),
          new Player(8, "client 3"),
          new Player(9, ""));

  private static final Spec.Text RECEIVED =
      new Spec.Text("received with msgtyp 0", "ha ricevuto con msgtyp 0");

  private Samples() {}

  static Spec spec() {
    return new Spec(
        "registro-distribuito",
        new Spec.Text("Distributed registry", "Registro distribuito"),
        new Spec.Build(List.of(), Optional.empty()),
        new Spec.Run(List.of(), 3, Spec.Limits.DEFAULT),
        Map.of(),
        Map.of(),
        Map.of(),
        List.of(
            rule(
                "bind-once",
                new Spec.Text("Each server binds once", "Ogni server invia un solo bind"),
                "i server inviano ad un processo registro una richiesta di \"bind\"",
                new Spec.Text("Send one bind.", "Invia un bind.")),
            rule(
                "selective-receive",
                new Spec.Text(
                    "The client receives selectively, by the server's number",
                    "Il client riceve in modo selettivo, con il numero del server"),
                "La ricezione va effettuata mediante una receive() selettiva, indicando come tipo di messaggio"
                    + " da ricevere lo identificativo \"1\" oppure \"2\" del server selezionato.",
                new Spec.Text(
                    "Pass the server's number as msgtyp, the fourth argument of msgrcv.",
                    "Passa il numero del server come msgtyp, il quarto argomento di msgrcv.")),
            rule(
                "result-queue",
                new Spec.Text(
                    "The result carries the msqid of that server's mailbox",
                    "Il result contiene lo ID della mailbox di quel server"),
                "In risposta, client ricevono un messaggio che indica la coda di messaggi con cui contattare il"
                    + " server.",
                new Spec.Text("Answer after the bind.", "Rispondi dopo il bind, perché solo allora è noto.")),
            rule(
                "exit-registry",
                new Spec.Text(
                    "The parent sends one exit to the registry", "Il padre invia un exit al registro"),
                "Dopodiché, il padre invia un messaggio di \"exit\" al processo registro",
                new Spec.Text("Send one exit.", "Invia un exit.")),
            rule(
                "random-choice",
                new Spec.Text("The choice of the server varies", "La scelta del server varia"),
                "I 3 processi client scelgono in modo casuale quale server contattare",
                new Spec.Text("Seed the generator.", "Inizializza il generatore."))));
  }

  /** A submission with a verdict of each sort, two runs of which end in a deadlock. */
  static Submission wrong() {
    return new Submission(
        "rossi-maria",
        Outcome.GRADED,
        "",
        3 + 2 / 3.0,
        8,
        List.of(
            new Rule("bind-once", Verdict.PASS, 3, 3,
                List.of(new Instance("server 1", Verdict.PASS, List.of(), List.of(0), Spec.Text.NONE),
                    kept("server 2")),
                List.of()),
            new Rule(
                "selective-receive",
                Verdict.FAIL,
                2 / 3.0,
                2,
                List.of(
                    new Instance("client 1", Verdict.FAIL, List.of(0, 1, 2), List.of(), RECEIVED),
                    new Instance("client 2", Verdict.FAIL, List.of(0, 1, 2), List.of(), RECEIVED),
                    kept("client 3")),
                List.of(
                    new Evidence(
                        "client 1",
                        0,
                        40,
                        "client 1",
                        "msgsnd(65537, {mtype 2, [2, 0]}, 8, 0) = 0",
                        "src/client.c",
                        38,
                        "client",
                        false),
                    new Evidence(
                        "client 1",
                        0,
                        44,
                        "client 1",
                        "msgrcv(65538, 8, msgtyp 0, 0) = 8 {mtype 1, [1, 65539]}",
                        "src/client.c",
                        141,
                        "client",
                        true),
                    new Evidence(
                        "client 2",
                        0,
                        46,
                        "client 2",
                        "msgrcv(65538, 256, msgtyp 0, IPC_NOWAIT|MSG_NOERROR)"
                            + " = -1 ENOMSG (No message of desired type)",
                        "",
                        0,
                        "receive_result",
                        true))),
            new Rule(
                "result-queue",
                Verdict.RACY,
                0,
                1,
                List.of(
                    new Instance(
                        "",
                        Verdict.RACY,
                        List.of(1, 2),
                        List.of(2),
                        new Spec.Text("a result carried 0", "un result conteneva 0"))),
                List.of(
                    new Evidence(
                        "",
                        1,
                        61,
                        "registry",
                        "msgsnd(65538, {mtype 1, [1, 0]}, 8, 0) = 0",
                        "registry.c",
                        77,
                        "registry",
                        true))),
            new Rule(
                "exit-registry",
                Verdict.NOT_REACHED,
                0,
                1,
                List.of(new Instance("", Verdict.NOT_REACHED, List.of())),
                List.of()),
            new Rule(
                "random-choice",
                Verdict.INCONCLUSIVE,
                0,
                1,
                List.of(new Instance("", Verdict.INCONCLUSIVE, List.of())),
                List.of())),
        List.of(
            new Run("fair", 1, "finished", "", 3000, 8, 210, ROLES),
            deadlock(2),
            deadlock(3)),
        List.of(),
        List.of(
            new Advice(
                "polling",
                new Spec.Text(
                    "In client 2, IPC_NOWAIT was tried in vain 12 times in a row.",
                    "In client 2 IPC_NOWAIT è stato tentato invano 12 volte di seguito."),
                new Spec.Text("Leave out IPC_NOWAIT.", "Togli IPC_NOWAIT."),
                List.of("client 2"),
                List.of(
                    new Evidence(
                        "",
                        0,
                        46,
                        "client 2",
                        "msgrcv(65538, 8, msgtyp 2, IPC_NOWAIT) = -1 ENOMSG (No message of desired type)",
                        "src/client.c",
                        141,
                        "client",
                        true)))));
  }

  static Submission right() {
    return new Submission(
        "bianchi",
        Outcome.GRADED,
        "",
        8,
        8,
        List.of(new Rule("bind-once", Verdict.PASS, 3, 3, List.of(kept("server 1")), List.of())),
        List.of(new Run("fair", 1, "finished", "", 3000, 8, 210, ROLES)));
  }

  /** A submission read in two ways: in its second run a thread plays, and a client is one too many. */
  static Submission explained() {
    Run plain =
        new Run(
            "fair",
            1,
            true,
            true,
            "1*3 1.1 1*2",
            "finished",
            "",
            3000,
            3,
            90,
            List.of(
                new Player(
                    2,
                    "parent, registry",
                    false,
                    "",
                    List.of(
                        new Deed("created", 65537, "", 1),
                        new Deed("received", 65537, "bind", 1),
                        new Deed("sent", 65538, "", 2),
                        new Deed("waited", 65537, "", 1))),
                new Player(
                    3,
                    "server 1",
                    false,
                    "",
                    List.of(
                        new Deed("created", 65538, "", 1),
                        new Deed("sent", 65537, "bind", 1),
                        new Deed("received", 65538, "", 1))),
                new Player(4, "")),
            List.of(
                new Channel("requests", "", 65537, "parent, registry", List.of(new Carried("bind", 1))),
                new Channel("mailbox", "server 1", 65538, "server 1", List.of())),
            List.of(new Rival(-1, List.of(new Player(3, ""), new Player(4, "server 1")))),
            List.of(),
            List.of());
    Run other =
        new Run(
            "random",
            3,
            true,
            true,
            "1*3 1.1 1*2",
            "finished",
            "",
            3000,
            3,
            90,
            List.of(
                new Player(5, "server 1", true, "", List.of()),
                new Player(6, "", false, "client", List.of())),
            List.of(),
            List.of(),
            List.of(),
            List.of());
    return new Submission(
        "neri",
        Outcome.GRADED,
        "",
        8,
        8,
        List.of(),
        List.of(plain, plain, other, plain),
        List.of(
            new Field("bind", "id", "mtype", 0, 0, 0),
            new Field("bind", "queue", "integer", 4, 8, 0),
            new Field("query", "id", "mtype", 100, 0, 0),
            new Field("result", "queue", "text", 8, 0, 1),
            new Field("result", "id", "swapped", 2, 2, 0),
            new Field("service", "pause", "real", 8, 8, 0),
            new Field("service", "value", "integer", 0, 1, 0)),
        List.of());
  }

  static Submission unbuilt() {
    return new Submission(
        "verdi",
        Outcome.BUILD_FAILED,
        """
        make ended with status 2.
        server.c: In function 'main':
        server.c:12:5: error: expected ';' before 'return'
           12 |         return 0;
              |         ^~~~~~""",
        0,
        8,
        List.of(),
        List.of());
  }

  static Submission broken() {
    return new Submission(
        "zeta", Outcome.INFRASTRUCTURE, "bubblewrap is missing.", 0, 8, List.of(), List.of());
  }

  /** What the most hostile of submissions can put into each text. */
  static Submission hostile() {
    String evil = "\u001b[2J\u001b]0;30/30\u0007\u202e\0\r\n30/30 points ✓".repeat(300);
    return new Submission(
        evil,
        Outcome.LIMIT_EXCEEDED,
        evil,
        0,
        8,
        List.of(
            new Rule(
                "bind-once",
                Verdict.FAIL,
                0,
                3,
                List.of(new Instance(evil, Verdict.FAIL, List.of(), List.of(), new Spec.Text(evil, evil))),
                List.of(new Evidence(evil, 0, 1, evil, evil, evil, 3, evil, true)))),
        List.of(new Run("random", 9, evil, evil, 1, 1, 1, List.of(new Player(2, evil)))),
        List.of(),
        List.of(
            new Advice(
                "polling",
                new Spec.Text(evil, evil),
                new Spec.Text(evil, evil),
                List.of(evil),
                List.of(new Evidence(evil, 0, 1, evil, evil, evil, 3, evil, true)))));
  }

  private static Run deadlock(long seed) {
    return new Run(
        "random",
        seed,
        true,
        true,
        "1*3 1.1",
        "deadlock",
        "client 1 waits on results for a message of type 2\nparent waits for client 1 to end",
        1250,
        8,
        130,
        ROLES,
        List.of(),
        List.of(),
        List.of(
            new Wait(
                "client 1",
                "msgrcv(65538, 8, msgtyp 2, 0)",
                "results",
                new Spec.Text(
                    "waits on results for a message of type 2; the queue holds 1 message, of type 3; it could"
                        + " have come from parent",
                    "attende su results un messaggio di tipo 2; la coda contiene 1 messaggio, di tipo 3;"
                        + " poteva arrivare da parent"),
                List.of("parent"),
                "src/client.c",
                41),
            new Wait(
                "parent",
                "wait4(-1, 0)",
                "client 1",
                new Spec.Text("waits for client 1 to end", "attende che client 1 termini"),
                List.of("client 1"),
                "",
                0)),
        List.of(List.of("client 1", "parent")));
  }

  private static Instance kept(String name) {
    return new Instance(name, Verdict.PASS, List.of());
  }

  private static Spec.Rule rule(String id, Spec.Text title, String quote, Spec.Text hint) {
    Spec.Position position = new Spec.Position(1, 1);
    return new Spec.Rule(
        id,
        1,
        title,
        quote,
        hint,
        Optional.empty(),
        Optional.empty(),
        new Spec.Claim.Holds(new Spec.Expression("true", position)),
        Optional.empty(),
        Optional.empty(),
        Optional.of(
            new Spec.Text("the assignment asks for something else", "la consegna chiede altro")),
        Spec.Rule.RACY,
        position);
  }
}
