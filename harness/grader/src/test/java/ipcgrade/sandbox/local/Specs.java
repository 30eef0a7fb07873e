package ipcgrade.sandbox.local;

import ipcgrade.spec.Spec;
import ipcgrade.spec.Spec.Text;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Assignments that say no more than how to build and run. */
final class Specs {
  private Specs() {}

  static Spec plain() {
    return with(Spec.Limits.DEFAULT, new Spec.Build(List.of(), Optional.empty()));
  }

  static Spec building(String program, String... command) {
    return with(
        Spec.Limits.DEFAULT,
        new Spec.Build(
            List.of(command), program.isEmpty() ? Optional.empty() : Optional.of(program)));
  }

  static Spec buildingWithin(long millis) {
    return with(
        new Spec.Limits(millis, Spec.Limits.DEFAULT.run()),
        new Spec.Build(List.of(), Optional.empty()));
  }

  private static Spec with(Spec.Limits limits, Spec.Build build) {
    return new Spec(
        "test",
        new Text("", ""),
        build,
        new Spec.Run(List.of(), 1, limits),
        Map.of(),
        Map.of(),
        Map.of(),
        List.of());
  }
}
