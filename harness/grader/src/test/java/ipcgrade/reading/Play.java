package ipcgrade.reading;

import ipcgrade.TraceScript;
import ipcgrade.order.History;
import ipcgrade.spec.Spec;
import ipcgrade.spec.SpecException;
import ipcgrade.spec.SpecLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Runs of Registro distribuito as scripts, of which each test breaks off or adds what it is about. Process 10
 * is the parent, 11 the registry, 12 and 13 the servers, 14 to 16 the clients.
 */
final class Play {
  static final int REQUESTS = 65536;
  static final int ANSWERS = 65537;
  static final int LOG = 65538;

  /** The mailbox of server {@code pid} is this and its pid. */
  static final int MAILBOX = 70000;

  private final TraceScript script = new TraceScript();
  private final IntUnaryOperator pid;

  Play() {
    this(pid -> pid);
  }

  /** A play in which each process has another pid. */
  Play(IntUnaryOperator pid) {
    this(true, pid);
  }

  private Play(boolean first, IntUnaryOperator pid) {
    this.pid = pid;
    if (first) {
      script.start(of(10), 0).exec(of(10), "/work/registro");
    }
  }

  /** A play whose parent is started by another process, which does nothing else. */
  static Play wrapped() {
    Play play = new Play(false, pid -> pid);
    play.script.start(9, 0).exec(9, "/work/registro").start(10, 9);
    return play.whole();
  }

  /** The whole play, as a right program does it. */
  static Play right() {
    return right(pid -> pid);
  }

  static Play right(IntUnaryOperator pid) {
    return new Play(pid).whole();
  }

  private Play whole() {
    Play play = children(11, 16).registry(10);
    play.server(12, 11).server(13, 11);
    for (int client = 14; client <= 16; client++) {
      play.client(client, 11, 12 + client % 2);
    }
    return play.stop(10, 11, 12, 13);
  }

  /** The spec of Registro distribuito, loaded once. */
  static Spec spec() {
    return Loaded.SPEC;
  }

  private static final class Loaded {
    static final Spec SPEC = load();

    private static Spec load() {
      try {
        return SpecLoader.load(Path.of("../../grading.yml"));
      } catch (IOException | SpecException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  int of(int process) {
    return pid.applyAsInt(process);
  }

  TraceScript script() {
    return script;
  }

  History history() {
    return History.of(script.end());
  }

  Reading read() throws Exception {
    return readings().getFirst();
  }

  List<Reading> readings() throws Exception {
    return RoleSearch.readings(spec(), history(), 4);
  }

  /** What the processes play, in pid order: "registry", "client 2"; without those that play nothing. */
  List<String> cast() throws Exception {
    Reading reading = read();
    List<String> cast = new ArrayList<>();
    reading
        .history()
        .processes()
        .forEach(
            p -> {
              if (!reading.name(p.pid()).isEmpty()) {
                cast.add(p.pid() + " " + reading.name(p.pid()));
              }
            });
    return cast;
  }

  Play children(int first, int last) {
    for (int child = first; child <= last; child++) {
      script.start(of(child), of(10));
    }
    return this;
  }

  Play registry(int creator) {
    script.create(of(creator), REQUESTS).create(of(creator), ANSWERS);
    return this;
  }

  Play server(int server, int registry) {
    script.create(of(server), MAILBOX + server);
    script.send(of(server), REQUESTS, 1, server - 11, MAILBOX + server);
    script.receive(of(registry), REQUESTS, 0, 1, server - 11, MAILBOX + server);
    return this;
  }

  Play query(int client, int registry, int server) {
    script.send(of(client), REQUESTS, 2, server - 11, 0);
    script.receive(of(registry), REQUESTS, 0, 2, server - 11, 0);
    return this;
  }

  Play result(int client, int registry, int server) {
    script.send(of(registry), ANSWERS, server - 11, 0, MAILBOX + server);
    script.receive(of(client), ANSWERS, server - 11, server - 11, 0, MAILBOX + server);
    return this;
  }

  Play services(int client, int server) {
    for (int i = 0; i < 3; i++) {
      script.sleep(of(client), 1).send(of(client), MAILBOX + server, 3, client % 11, 0);
      script.receive(of(server), MAILBOX + server, 0, 3, client % 11, 0);
    }
    return this;
  }

  Play client(int client, int registry, int server) {
    return query(client, registry, server).result(client, registry, server).services(client, server);
  }

  Play stop(int parent, int registry, int... servers) {
    if (parent != registry) {
      script.send(of(parent), REQUESTS, 4, 0, 0).receive(of(registry), REQUESTS, 0, 4, 0, 0);
    }
    for (int server : servers) {
      script.send(of(registry), MAILBOX + server, 4, 0, 0);
      script.receive(of(server), MAILBOX + server, 0, 4, 0, 0);
    }
    return this;
  }
}
