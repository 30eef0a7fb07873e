package ipcgrade.bench;

import ipcgrade.grade.Expected.Bug;
import ipcgrade.grade.FixtureAssignment;
import ipcgrade.grade.Fixtures.Fixture;
import ipcgrade.sandbox.Sandbox;
import ipcgrade.sandbox.Sandbox.Program;
import ipcgrade.score.Scorer;
import ipcgrade.spec.Spec;
import ipcgrade.spec.SpecLoader;
import ipcgrade.spec.YamlDocument;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A program of fixtures/ with a bug that only some schedules show: the submissions whose expected.yml describes one, and the
 * programs of fixtures/concurrency.
 *
 * @param name of its directory, or in programs.yml
 * @param source its directory, or its file in fixtures/concurrency
 * @param arguments passed to the program
 */
record SeededBug(
    String name, Path source, List<String> arguments, Bug bug, Spec spec, Scorer scorer) {
  static final Path FIXTURES = Path.of("../../fixtures");
  static final Path CONCURRENCY = FIXTURES.resolve("concurrency");

  /** A program that has been built. */
  record Built(SeededBug seeded, Program program) {
    Trace run(Sandbox sandbox, Schedule schedule) throws Exception {
      return sandbox.run(program, seeded.spec, schedule);
    }

    /** Whether a run under a schedule shows the bug. */
    boolean foundBy(Sandbox sandbox, Schedule schedule) throws Exception {
      Trace trace = run(sandbox, schedule);
      return !seeded.bug.foundIn(seeded.scorer.score(seeded.name, List.of(trace))).isEmpty();
    }
  }

  /** Whether it is one that a student could hand in; else it is a program of fixtures/concurrency. */
  boolean isSubmission() {
    return Files.isDirectory(source);
  }

  /** All of them, by name; those that only untimely schedules show are not among them. */
  static List<SeededBug> all() throws Exception {
    List<SeededBug> all = new ArrayList<>();
    for (FixtureAssignment assignment : FixtureAssignment.all()) {
      for (Fixture fixture : assignment.fixtures().all()) {
        fixture
            .expected()
            .flatMap(expected -> expected.bug())
            .filter(Bug::timely)
            .ifPresent(
                bug -> all.add(
                    new SeededBug(
                        fixture.submission().name(),
                        fixture.submission().path(),
                        List.of(),
                        bug,
                        assignment.spec(),
                        assignment.scorer())));
      }
    }
    all.addAll(programs());
    return all;
  }

  /** The programs of fixtures/concurrency. */
  static List<SeededBug> programs() throws Exception {
    Path file = CONCURRENCY.resolve("grading.yml");
    Spec spec = SpecLoader.load(file);
    Scorer scorer = Scorer.of(spec, file);
    List<SeededBug> programs = new ArrayList<>();
    for (JsonNode each : table().path("programs")) {
      String name = each.path("name").stringValue();
      programs.add(
          new SeededBug(
              name,
              CONCURRENCY.resolve(each.path("program").asString(name + ".c")),
              each.path("arguments").valueStream().map(JsonNode::stringValue).toList(),
              new Bug(
                  Set.of("clean-end"),
                  each.path("shows").stringValue().equals("deadlock"),
                  each.path("depth").asInt(0),
                  true,
                  each.path("when").stringValue()),
              spec,
              scorer));
    }
    return programs;
  }

  /** A program of fixtures/concurrency/exhaustive, which has no bug. */
  static SeededBug exhaustive(String name) throws Exception {
    Path file = CONCURRENCY.resolve("grading.yml");
    Spec spec = SpecLoader.load(file);
    return new SeededBug(
        name,
        CONCURRENCY.resolve("exhaustive").resolve(name + ".c"),
        List.of(),
        new Bug(Set.of(), false, 1, true, "never"),
        spec,
        Scorer.of(spec, file));
  }

  /** programs.yml. */
  static JsonNode table() throws Exception {
    YamlDocument document = YamlDocument.read(CONCURRENCY.resolve("programs.yml"));
    document.require(document.problems());
    return document.json();
  }

  /**
   * Builds it.
   *
   * @param directory empty, for a copy of the sources
   */
  Built build(Sandbox sandbox, Path directory) throws Exception {
    if (!isSubmission()) {
      copy(source, directory);
    }
    if (sandbox.build(isSubmission() ? source : directory,
        spec) instanceof Program(Path place, Path executable, List<String> _)) {
      return new Built(this, new Program(place, executable, arguments));
    }
    throw new IllegalStateException(name + " does not compile");
  }

  /** The exhaustive ones include the header of the directory above. */
  private static void copy(Path source, Path directory) throws IOException {
    Path beside = Files.createDirectory(directory.resolve("programs"));
    Files.copy(source, beside.resolve(source.getFileName()));
    try (Stream<Path> files = Files.list(CONCURRENCY)) {
      for (Path header : files.filter(file -> file.toString().endsWith(".h")).toList()) {
        Files.copy(header, beside.resolve(header.getFileName()));
        Files.copy(header, directory.resolve(header.getFileName()));
      }
    }
  }
}
