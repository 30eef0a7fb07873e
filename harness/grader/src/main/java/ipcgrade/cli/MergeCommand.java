package ipcgrade.cli;

import ipcgrade.report.console.GradesTable;
import ipcgrade.report.screen.Screen;
import ipcgrade.score.Result;
import ipcgrade.store.Head;
import ipcgrade.store.Provenance;
import ipcgrade.store.Store;
import ipcgrade.store.StoreWriter;
import ipcgrade.wording.Words;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ipcgrade merge}: what several machines graded, as one class. */
@Command(name = "merge")
final class MergeCommand implements Callable<Integer> {
  @Mixin
  private final Output output;

  @Option(names = {"-o", "--out"}, required = true, paramLabel = "DIR", descriptionKey = "merge.out")
  private Path out = Path.of("");

  @Option(names = "--json", paramLabel = "FILE|-", descriptionKey = "json")
  private @Nullable String json;

  @Parameters(arity = "1..*", paramLabel = "OUT", descriptionKey = "merge.parts")
  private List<Path> places = List.of();

  MergeCommand(Surroundings surroundings) {
    this.output = new Output(surroundings);
  }

  @Override
  public Integer call() throws Exception {
    Words words = output.words();
    List<Store> parts = new ArrayList<>();
    for (Path place : places) {
      parts.add(Stores.read(place, words));
    }
    Store first = parts.getFirst();
    Assignment assignment = Assignment.load(first.spec());
    Map<String, Store> from = new TreeMap<>();
    for (Store part : parts) {
      requireSame(first, part, words);
      for (String name : part.submissions()) {
        add(name, part, from, words);
      }
    }
    Set<String> names = new TreeSet<>(from.keySet());
    parts.forEach(part -> names.addAll(part.head().submissions()));
    Head head = Head.of(first.head().assignment(), 1, 1, List.copyOf(names));
    List<Result.Submission> merged = new ArrayList<>();
    try (StoreWriter writer = Stores.write(out, head, assignment, words)) {
      for (Map.Entry<String, Store> each : from.entrySet()) {
        writer.put(each.getKey(), each.getValue());
        merged.add(each.getValue().result(each.getKey()).brief());
      }
      writer.writeResult();
      JsonFile.write(json, assignment.spec(), writer.store(), List.copyOf(from.keySet()), output);
    }
    if (!JsonFile.isStandardOutput(json)) {
      Screen screen = output.screen();
      new GradesTable(screen, words).print(merged);
      screen.flush();
    }
    return missing(parts, names, from, words) ? ExitCode.INFRASTRUCTURE : ExitCode.DONE;
  }

  private static void requireSame(Store first, Store part, Words words)
      throws UsageException, IOException {
    if (!part.head().assignment().equals(first.head().assignment())) {
      throw new UsageException(
          words.get("error.merge-assignment", first.directory(), part.directory(), part.head().assignment()));
    }
    if (part.head().shards() != first.head().shards()) {
      throw new UsageException(
          words.get(
              "error.merge-shards", first.directory(), first.head().shards(), part.directory(),
              part.head().shards()));
    }
    for (String name : part.submissions()) {
      Provenance one = first.submissions().isEmpty() ? part.provenance(name)
          : first.provenance(first.submissions().getFirst());
      Provenance other = part.provenance(name);
      if (!one.running().equals(other.running()) || !one.judging().equals(other.judging())) {
        throw new UsageException(words.get("error.merge-spec", first.directory(), part.directory(), name));
      }
    }
  }

  /** A submission in two parts must be the same in both. */
  private static void add(String name, Store part, Map<String, Store> from, Words words)
      throws UsageException, IOException {
    Store other = from.putIfAbsent(name, part);
    if (other != null && !other.provenance(name).content().equals(part.provenance(name).content())) {
      throw new UsageException(words.get("error.merge-twice", name, other.directory(), part.directory()));
    }
  }

  /** Says what is not there. */
  private boolean missing(List<Store> parts, Set<String> names, Map<String, Store> from, Words words) {
    int shards = parts.getFirst().head().shards();
    List<Integer> there = parts.stream().map(part -> part.head().shard()).toList();
    List<String> absent =
        IntStream.rangeClosed(1, shards)
            .filter(shard -> !there.contains(shard))
            .mapToObj(shard -> shard + "/" + shards)
            .toList();
    if (!absent.isEmpty()) {
      Notices.say(output, words.get("merge.shards", absent.size(), words.list(absent)));
    }
    List<String> ungraded = names.stream().filter(name -> !from.containsKey(name)).toList();
    if (!ungraded.isEmpty()) {
      Notices.say(output, words.get("merge.missing", ungraded.size(), words.list(ungraded)));
    }
    return !absent.isEmpty() || !ungraded.isEmpty();
  }
}
