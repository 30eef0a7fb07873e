package ipcgrade.grade;

import ipcgrade.score.Result;
import ipcgrade.store.Provenance;
import ipcgrade.store.StoreWriter;
import ipcgrade.trace.Trace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Where the results of a class go. Threads share it. */
public interface Keeper {
  /** What the result of a submission was made of; null if there is none. */
  @Nullable
  Provenance provenance(String name);

  /** The provenances of all that there are results of. */
  List<Provenance> all();

  /** The result of a submission that {@link #provenance} knows, or that was kept. */
  Result.Submission result(String name) throws IOException;

  /** Keeps a result; arguments as of {@link StoreWriter}. */
  void put(
      Result.Submission result, Provenance provenance, List<Trace> traces, Path root, List<Path> sources)
      throws IOException;

  /** Keeps a result that was taken from another submission's. */
  void copy(Result.Submission result, Provenance provenance, String original) throws IOException;

  /** Keeps a result of which only whose it is has changed. */
  void rename(Result.Submission result, Provenance provenance) throws IOException;

  /** Keeps all in memory. */
  static Keeper inMemory() {
    return new Keeper() {
      private final Map<String, Result.Submission> results = new ConcurrentHashMap<>();

      @Override
      public @Nullable Provenance provenance(String name) {
        return null;
      }

      @Override
      public List<Provenance> all() {
        return List.of();
      }

      @Override
      public Result.Submission result(String name) throws IOException {
        Result.Submission result = results.get(name);
        if (result == null) {
          throw new IOException("there is no result of " + name);
        }
        return result;
      }

      @Override
      public void put(
          Result.Submission result, Provenance provenance, List<Trace> traces, Path root,
          List<Path> sources) {
        results.put(result.name(), result);
      }

      @Override
      public void copy(Result.Submission result, Provenance provenance, String original) {
        results.put(result.name(), result);
      }

      @Override
      public void rename(Result.Submission result, Provenance provenance) {
        results.put(result.name(), result);
      }
    };
  }

  /**
   * Keeps all in a store.
   *
   * @param traces whether runs are kept too
   */
  static Keeper in(StoreWriter store, boolean traces) {
    return new Keeper() {
      @Override
      public @Nullable Provenance provenance(String name) {
        return store.provenance(name);
      }

      @Override
      public List<Provenance> all() {
        return store.provenances();
      }

      @Override
      public Result.Submission result(String name) throws IOException {
        return store.result(name);
      }

      @Override
      public void put(
          Result.Submission result, Provenance provenance, List<Trace> runs, Path root, List<Path> sources)
          throws IOException {
        store.put(result, provenance, traces ? runs : List.of(), root, sources);
      }

      @Override
      public void copy(Result.Submission result, Provenance provenance, String original) throws IOException {
        store.put(result, provenance, original);
      }

      @Override
      public void rename(Result.Submission result, Provenance provenance) throws IOException {
        store.rescore(result, provenance).settle();
      }
    };
  }
}
