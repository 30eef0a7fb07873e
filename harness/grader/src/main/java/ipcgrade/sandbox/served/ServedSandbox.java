package ipcgrade.sandbox.served;

import ipcgrade.sandbox.Sandbox;
import ipcgrade.sandbox.SandboxException;
import ipcgrade.sandbox.local.Submission;
import ipcgrade.sandbox.local.Symboliser;
import ipcgrade.sandbox.local.Tree;
import ipcgrade.spec.Spec;
import ipcgrade.trace.Answer;
import ipcgrade.trace.Event;
import ipcgrade.trace.EventLines;
import ipcgrade.trace.Frame;
import ipcgrade.trace.RecordCodec;
import ipcgrade.trace.RunRequest;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Trace;
import ipcgrade.wording.Printable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Builds and runs where a {@link Server} is.
 *
 * <p>The server may have been taken over by what it ran. So nothing it says is believed but what a program
 * did, its lines are limited in size and number, and what is not understood is a fault of the sandbox.
 */
public final class ServedSandbox implements Sandbox {
  /** How long the server may take beyond the limits of a build or a run. */
  private static final Duration GRACE = Duration.ofSeconds(60);

  /** The longest line: a write of all the output that a run may make, in hexadecimal, fits. */
  private static final int LONGEST_LINE = 64 << 20;

  /** Of a trace, beyond the lines that the limit of events allows: what ends with the run is an event too. */
  private static final long MORE_LINES = 10_000;

  /** Characters of the names, numbers and signs of a frame. */
  private static final int MEMBERS = 200;

  /** How a line begins that takes the place of the rest of a trace. */
  private static final String BROKEN = "{\"type\":\"broken\"";

  /** Characters of a trace. */
  private static final long LARGEST_TRACE = 1L << 30;

  private final Connection connection;
  private final Wire wire;
  private @Nullable Program last;

  /** Of the last program. */
  private Symboliser symboliser = new Symboliser(this::frames);

  /** Opens a sandbox over a connection, which is closed with it. */
  public ServedSandbox(Connection connection) {
    this.connection = connection;
    this.wire = new Wire(connection.input(), connection.output(), LONGEST_LINE);
  }

  @Override
  public Build build(Path submission, Spec spec) throws SandboxException, InterruptedException {
    last = null;
    if (!Files.exists(submission)) {
      return new Failed("There is no file or directory " + submission + ".", "");
    }
    Tree tree;
    try {
      tree = Submission.tree(submission);
    } catch (Tree.Unfit e) {
      return new Failed("The submission " + e.getMessage() + ".", "");
    } catch (IOException e) {
      throw new SandboxException("Cannot read " + submission + ": " + e + ".", e);
    }
    long limit = spec.run().limits().buildMillis();
    Build build =
        inTime(
            2 * limit, // a build that fails is tried again without what other files include
            () -> {
              send(tree);
              ask(new Request.Build(Request.Task.of(spec)));
              return built(reply());
            });
    last = build instanceof Program program ? program : null;
    symboliser = new Symboliser(this::frames);
    return build;
  }

  @Override
  public Trace run(Program program, Spec spec, Schedule schedule)
      throws SandboxException, InterruptedException {
    if (!program.equals(last)) {
      throw new IllegalArgumentException("not the last program that this sandbox built");
    }
    RunRequest.Limits limits = spec.run().limits().run();
    return inTime(
        limits.wallMillis(),
        () -> {
          ask(new Request.Run(Request.Task.of(spec), schedule));
          return switch (reply()) {
            case Reply.Started(RunRequest request) ->
                symboliser.resolve(trace(request, schedule, limits.events() + MORE_LINES));
            case Reply.Broken broken -> throw fault(broken);
            case Reply.Built _, Reply.Failed _, Reply.Exceeded _ -> throw new IOException("it answers a build");
            case Reply.Found _ -> throw new IOException("it answers a look-up");
          };
        });
  }

  @Override
  public void close() {
    connection.close();
  }

  private void send(Tree tree) throws IOException {
    wire.send(RecordCodec.write(new Request.Submission()));
    for (Path directory : tree.directories()) {
      wire.send(RecordCodec.write(new Request.Directory(directory.toString())));
    }
    for (Map.Entry<Path, BasicFileAttributes> file : tree.files().entrySet()) {
      Path path = tree.root().resolve(file.getKey());
      BasicFileAttributes attributes = file.getValue();
      wire.send(
          RecordCodec.write(
              new Request.File(
                  file.getKey().toString(),
                  attributes.size(),
                  Tree.isExecutable(path),
                  attributes.lastModifiedTime().toMillis())));
      try (InputStream bytes = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
        wire.send(attributes.size(), bytes);
      }
    }
  }

  private static Build built(Reply reply) throws IOException, SandboxException {
    return switch (reply) {
      case Reply.Built(String executable, List<String> arguments) ->
          new Program(Path.of(""), Path.of(executable), arguments);
      case Reply.Failed(String reason, String log) ->
          new Failed(Printable.text(reason), Printable.text(log));
      case Reply.Exceeded(String limit, long value, String log) ->
          new Exceeded(Printable.text(limit), value, Printable.text(log));
      case Reply.Broken broken -> throw fault(broken);
      case Reply.Started _ -> throw new IOException("it answers a run");
      case Reply.Found _ -> throw new IOException("it answers a look-up");
    };
  }

  private static SandboxException fault(Reply.Broken broken) {
    return new SandboxException(Printable.text(broken.sentence()));
  }

  private Trace trace(RunRequest request, Schedule schedule, long mostLines)
      throws IOException, SandboxException {
    List<Event> events = new ArrayList<>();
    EventLines lines = new EventLines();
    long size = 0;
    while (true) {
      String line = line();
      size += line.length();
      if (events.size() > mostLines || size > LARGEST_TRACE) {
        throw new IOException("its trace does not end");
      }
      if (line.startsWith(BROKEN) && RecordCodec.read(Reply.class, line) instanceof Reply.Broken broken) {
        throw fault(broken);
      }
      switch (lines.answer(line)) {
        case Answer.Happened(Event event) -> events.add(event);
        case Answer.Left left -> throw new IOException("it left a process that nobody asked for");
        case Answer.End end -> {
          return Trace.of(asked(request, schedule), events, end);
        }
      }
    }
  }

  /** Callers as the server knows them, within the conversation of a run. */
  private List<Frame> frames(String object, List<Long> offsets) throws SandboxException {
    try {
      ask(new Request.LookUp(object, offsets));
      return switch (reply(longest(object, offsets))) {
        case Reply.Found(List<Frame> frames) -> checked(frames, object, Set.copyOf(offsets));
        case Reply.Broken broken -> throw fault(broken);
        case Reply.Started _ -> throw new IOException("it answers a run");
        case Reply.Built _, Reply.Failed _, Reply.Exceeded _ -> throw new IOException("it answers a build");
      };
    } catch (IOException | RuntimeException e) {
      throw failed(e);
    }
  }

  private static List<Frame> checked(List<Frame> frames, String object, Set<Long> offsets)
      throws IOException {
    for (Frame frame : frames) {
      boolean asked = frame.object().equals(object) && offsets.contains(frame.offset());
      boolean fits =
          frame.function().length() <= Symboliser.LONGEST && frame.file().length() <= Symboliser.LONGEST;
      boolean whole = frame.line() >= 0 && frame.resolved() != frame.file().isEmpty();
      if (!asked || !fits || !whole) {
        throw new IOException("it names a caller that cannot be");
      }
    }
    return frames;
  }

  /** What the server says it ran, under the schedule that it was asked for. */
  private static RunRequest asked(RunRequest said, Schedule schedule) {
    return new RunRequest(
        said.command(),
        said.environment(),
        said.execs(),
        true,
        said.descriptor(),
        schedule,
        said.virtualTime(),
        said.limits());
  }

  private void ask(Request request) throws IOException {
    wire.send(RecordCodec.write((Record) request));
    wire.flush();
  }

  /** The most characters of an answer to {@link Request.LookUp}: each is written as six where it must be escaped. */
  private static long longest(String object, List<Long> offsets) {
    return (1L + offsets.size()) * (MEMBERS + 6L * (object.length() + 2 * Symboliser.LONGEST));
  }

  private Reply reply() throws IOException {
    return reply(LONGEST_LINE);
  }

  private Reply reply(long longest) throws IOException {
    String line = line();
    if (line.length() > longest) {
      throw new IOException("it answers more than it was asked for");
    }
    return RecordCodec.read(Reply.class, line);
  }

  private String line() throws IOException {
    String line = wire.line();
    if (line == null) {
      throw new EOFException("it ended");
    }
    return line;
  }

  private SandboxException failed(Exception e) {
    Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
    return new SandboxException("The sandbox failed: " + cause + connection.said() + ".", e);
  }

  /** A conversation that is broken off, and the connection with it, if it fails or takes too long. */
  private <T> T inTime(long millis, Callable<T> conversation) throws SandboxException, InterruptedException {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                result.complete(conversation.call());
              } catch (Exception e) {
                result.completeExceptionally(e);
              }
            });
    boolean sound = false;
    try {
      T value = result.get(millis + GRACE.toMillis(), TimeUnit.MILLISECONDS);
      sound = true;
      return value;
    } catch (TimeoutException e) {
      throw new SandboxException("The sandbox does not answer" + connection.said() + ".", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SandboxException broken) {
        throw broken;
      }
      throw failed(e);
    } finally {
      if (!sound) {
        last = null;
        connection.close();
      }
    }
  }
}
