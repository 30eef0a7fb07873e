package ipcgrade.grade;

import ipcgrade.sandbox.SandboxException;
import ipcgrade.sandbox.archive.Unpacking;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Outcome;
import ipcgrade.store.Fingerprint;
import ipcgrade.store.Provenance;
import ipcgrade.store.Store;
import ipcgrade.trace.Trace;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Grades a class. What is known of a submission as it is now is not found out again, and of those with the same
 * content one is graded.
 */
public final class ClassGrading {
  private final Batch batch;
  private final Keeper keeper;
  private final Fingerprint fingerprint;
  private final boolean resume;
  private final Optional<Store> since;
  private final Listener listener;

  /** Guarded by this: of each content the submission that was graded, and those that wait for one that is. */
  private final Map<String, String> originals = new HashMap<>();

  private final Map<String, List<Submissions.Entry>> waiting = new HashMap<>();

  /**
   * A grading.
   *
   * @param keeper where results go, and which are known
   * @param fingerprint what results depend on besides the sources
   * @param resume whether known results are kept
   * @param since an earlier grading: what has not changed since is left alone
   * @param listener told of all by several threads
   */
  public ClassGrading(
      Batch batch,
      Keeper keeper,
      Fingerprint fingerprint,
      boolean resume,
      Optional<Store> since,
      Listener listener) {
    this.batch = batch;
    this.keeper = keeper;
    this.fingerprint = fingerprint;
    this.resume = resume;
    this.since = since;
    this.listener = listener;
  }

  /** Why a submission that has a result is graded again. */
  public enum Again {
    /** It was asked for. */
    WANTED,
    SOURCES,
    SPEC,
    /** The harness had failed. */
    INFRASTRUCTURE,
    /** The result cannot be read. */
    DAMAGED
  }

  /** Told what becomes of each submission. */
  public interface Listener extends Progress {
    /** A submission that has a result will be graded again. */
    void again(String name, Again why);

    /** A submission was graded. */
    void graded(Result.Submission result);

    /** The result of a submission was taken from one with the same content. */
    void same(Result.Submission result, String original);

    /** A submission has its result already. */
    void kept(Result.Submission result);

    /** A submission has not changed since the earlier grading. */
    void unchanged(String name);
  }

  /**
   * Grades.
   *
   * @param jobs how many at a time
   * @throws SandboxException if no sandbox can be had
   * @throws IOException if a result cannot be kept
   * @throws InterruptedException if the caller was interrupted; what was done then is kept
   */
  public void grade(List<Submissions.Entry> submissions, int jobs)
      throws SandboxException, IOException, InterruptedException {
    if (resume) {
      keeper.all().stream()
          .filter(known -> known.isOf(known.content(), fingerprint))
          .forEach(known -> original(known.content(), known.name()));
    }
    try {
      batch.each(submissions, jobs, this::handle);
    } catch (Unkept e) {
      throw e.fault;
    }
  }

  /** A result could not be kept: the rest would have the same fate. */
  private static final class Unkept extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient IOException fault;

    Unkept(IOException fault) {
      super(fault);
      this.fault = fault;
    }
  }

  private boolean handle(
      Submissions.Entry entry, Batch.Graders graders, Consumer<Submissions.Entry> later)
      throws SandboxException, InterruptedException {
    try (Unpacking.Opened opened = Unpacking.open(entry.path())) {
      Content content = Content.of(opened);
      if (since.isPresent() && isUnchanged(entry.name(), content, since.get())) {
        listener.unchanged(entry.name());
        return true;
      }
      if (isKnown(entry, content) || isSame(entry, content)) {
        return true;
      }
      boolean sound = false;
      try {
        sound = graded(entry, opened, content, graders);
        return sound;
      } finally {
        settle(entry, content, sound, later);
      }
    } catch (IOException e) {
      throw new Unkept(e);
    }
  }

  private static boolean isUnchanged(String name, Content content, Store store) {
    try {
      return store.provenance(name).content().equals(content.hash());
    } catch (IOException _) {
      return false; // it is new
    }
  }

  private boolean isKnown(Submissions.Entry entry, Content content) throws IOException {
    Provenance known = keeper.provenance(entry.name());
    if (known == null) {
      return false;
    }
    Optional<Again> why = again(known, content);
    if (why.isEmpty()) {
      Result.Submission result;
      try {
        result = keeper.result(entry.name());
      } catch (IOException _) {
        listener.again(entry.name(), Again.DAMAGED);
        return false;
      }
      if (result.outcome() != Outcome.INFRASTRUCTURE) {
        kept(result, known, entry.student().orElse(result.student()));
        return true;
      }
      why = Optional.of(Again.INFRASTRUCTURE);
    }
    listener.again(entry.name(), why.get());
    return false;
  }

  private void kept(Result.Submission result, Provenance known, Result.@Nullable Student student)
      throws IOException {
    Result.Submission now = result.of(result.name(), student);
    if (!Objects.equals(student, result.student())) {
      keeper.rename(now, known); // the class list has changed
    }
    listener.kept(now);
    original(known.content(), result.name());
  }

  private Optional<Again> again(Provenance known, Content content) {
    if (!resume) {
      return Optional.of(Again.WANTED);
    } else if (!known.content().equals(content.hash())) {
      return Optional.of(Again.SOURCES);
    }
    return known.isOf(content.hash(), fingerprint) ? Optional.empty() : Optional.of(Again.SPEC);
  }

  /** Whether another submission with the same content was graded, or is being graded and will be waited for. */
  private boolean isSame(Submissions.Entry entry, Content content) throws IOException {
    if (!content.gradable()) {
      return false;
    }
    String original;
    synchronized (this) {
      original = originals.get(content.hash());
      List<Submissions.Entry> others = waiting.get(content.hash());
      if (others != null) {
        others.add(entry);
        return true;
      }
      if (original == null || original.equals(entry.name()) || !isResult(original, content.hash())) {
        waiting.put(content.hash(), new ArrayList<>());
        return false;
      }
    }
    same(entry, original, content.hash());
    return true;
  }

  /** Whether what was graded earlier still is what it was then. */
  private boolean isResult(String name, String content) {
    try {
      Provenance known = keeper.provenance(name);
      return (known == null || known.content().equals(content))
          && keeper.result(name).outcome() != Outcome.INFRASTRUCTURE;
    } catch (IOException _) {
      return false;
    }
  }

  private void same(Submissions.Entry entry, String original, String content) throws IOException {
    Result.Submission result = keeper.result(original).of(entry.name(), entry.student().orElse(null));
    keeper.copy(result, provenance(entry.name(), content, original, result.runs().size(), 0), original);
    listener.same(result, original);
  }

  /** Grades; whether the sandbox is sound. */
  private boolean graded(
      Submissions.Entry entry, Unpacking.Opened opened, Content content, Batch.Graders graders)
      throws SandboxException, IOException, InterruptedException {
    long begun = System.nanoTime();
    Grader grader = graders.get();
    List<Trace> traces = new ArrayList<>();
    Result.Submission result =
        batch
            .guarded(entry.name(), () -> grader.grade(entry.name(), opened, listener, traces::addAll))
            .of(entry.name(), entry.student().orElse(null));
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedException();
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    keeper.put(
        result,
        provenance(entry.name(), content.hash(), "", traces.size(), millis),
        traces,
        content.root(),
        content.sources());
    listener.graded(result);
    return result.outcome() != Outcome.INFRASTRUCTURE;
  }

  /** Gives those with the same content the same result; without one they are graded after all. */
  private void settle(
      Submissions.Entry entry, Content content, boolean sound, Consumer<Submissions.Entry> later)
      throws IOException {
    List<Submissions.Entry> others;
    synchronized (this) {
      others = Objects.requireNonNullElse(waiting.remove(content.hash()), List.of());
      if (sound && content.gradable()) {
        originals.put(content.hash(), entry.name());
      }
    }
    for (Submissions.Entry other : others) {
      if (sound) {
        same(other, entry.name(), content.hash());
      } else {
        later.accept(other);
      }
    }
  }

  private synchronized void original(String content, String name) {
    originals.putIfAbsent(content, name);
  }

  private Provenance provenance(String name, String content, String original, int runs, long millis) {
    return new Provenance(
        Provenance.SCHEMA,
        name,
        content,
        fingerprint.running(),
        fingerprint.judging(),
        original,
        runs,
        millis,
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
  }
}
