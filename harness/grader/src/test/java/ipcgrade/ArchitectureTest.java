package ipcgrade;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import ipcgrade.sandbox.local.WorkDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The shape of the whole code: all three modules, read from their class files. */
class ArchitectureTest {
  /** From the ground up: a package may use itself and those before it. */
  private static final List<String> LAYERS = List.of(
      "trace", "tracer", "wording", "spec", "order", "reading", "advice", "rule", "score", "store",
      "sandbox",
      "explore",
      "grade",
      "report",
      "cli");

  private static final JavaClasses CLASSES = new ClassFileImporter().importPaths(modules());

  private static final DescribedPredicate<JavaClass> HAS_MAIN =
      describe("have a main", type -> type.tryGetMethod("main", String[].class).isPresent());

  @TestFactory
  @DisplayName("imports point only down the list of packages")
  Stream<DynamicTest> importsPointDown() {
    return LAYERS.stream().map(layer -> DynamicTest.dynamicTest(layer, () -> {
      var above = LAYERS.subList(LAYERS.indexOf(layer) + 1, LAYERS.size());
      var forbidden = new ArrayList<String>(above.stream().map(ArchitectureTest::within).toList());
      forbidden.add(within("reference"));
      check(noClasses()
          .that()
          .resideInAPackage(within(layer))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(forbidden.toArray(String[]::new)));
    }));
  }

  @Test
  @DisplayName("every class lives in a package of the list, or in the reference")
  void everyPackageIsListed() {
    var known = Stream.concat(LAYERS.stream(), Stream.of("reference")).map(ArchitectureTest::within);
    check(noClasses().should().resideOutsideOfPackages(known.toArray(String[]::new)));
  }

  @Test
  @DisplayName("the reference knows nothing of the harness")
  void referenceStandsAlone() {
    check(noClasses()
        .that()
        .resideInAPackage(within("reference"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(LAYERS.stream().map(ArchitectureTest::within).toArray(String[]::new)));
  }

  @Test
  @DisplayName("only ipcgrade.tracer.ptrace and the reference call foreign functions")
  void foreignFunctions() {
    check(noClasses()
        .that()
        .resideOutsideOfPackages(within("tracer.ptrace"), within("reference"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.lang.foreign.."));
  }

  @Test
  @DisplayName("only the command line knows picocli")
  void picocli() {
    check(noClasses()
        .that()
        .resideOutsideOfPackage(within("cli"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("picocli.."));
  }

  @Test
  @DisplayName("only ipcgrade.sandbox.docker knows Testcontainers and docker-java")
  void docker() {
    check(noClasses()
        .that()
        .resideOutsideOfPackage(within("sandbox.docker"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.testcontainers..", "com.github.dockerjava.."));
  }

  @Test
  @DisplayName("the server of a sandbox needs nothing of Docker, which is not there where it runs")
  void server() {
    check(noClasses()
        .that()
        .resideInAnyPackage(within("sandbox.local"), within("sandbox.served"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(within("sandbox.docker"), "tools.jackson..", "com.google.."));
  }

  @Test
  @DisplayName("only the command line, the reference programs and classes with a main use standard output and error")
  void standardStreams() {
    check(noClasses()
        .that(not(resideInAnyPackage(within("cli"), within("reference")).or(HAS_MAIN)))
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err"));
  }

  @Test
  @DisplayName("temporary files are made where the next start finds those that a killed grader left")
  void temporaryFiles() {
    check(noClasses()
        .that()
        .doNotBelongToAnyOf(WorkDirectory.class)
        .should()
        .callMethod(Files.class, "createTempFile", String.class, String.class, FileAttribute[].class)
        .orShould()
        .callMethod(Files.class, "createTempDirectory", String.class, FileAttribute[].class)
        .orShould()
        .callMethod(Files.class, "createTempDirectory", Path.class, String.class, FileAttribute[].class));
  }

  /** Passes also where a package is still empty; what must not be empty is {@link #CLASSES}. */
  private static void check(ArchRule rule) {
    Assertions.assertTrue(CLASSES.contain("ipcgrade.trace.Event"));
    rule.allowEmptyShould(true).check(CLASSES);
  }

  private static String within(String name) {
    return "ipcgrade." + name + "..";
  }

  private static List<Path> modules() {
    // Surefire's working directory is the module's own
    var root = Path.of("").toAbsolutePath().getParent().getParent();
    return Stream.of("reference", "harness/tracer", "harness/grader")
        .map(module -> root.resolve(module).resolve("target/classes"))
        .filter(Files::isDirectory)
        .toList();
  }
}
