package ipcgrade.store;

import ipcgrade.spec.Spec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What of a spec, and of the conditions of a grading, results depend on. Neither comments nor the layout of a
 * grading.yml change it.
 *
 * @param running what decides the runs: how a submission is built and run, and in what image
 * @param judging what decides the verdicts over given runs: all else
 */
public record Fingerprint(String running, String judging) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** Sections of {@link Spec} without which no run can be made. */
  private static final Set<String> RUNNING = Set.of("build", "run", "image", "faults");

  /** Where things stand in the file. */
  private static final Set<String> PLACES = Set.of("position", "stretches");

  /**
   * That of a spec.
   *
   * @param conditions what else the runs depend on, such as a seed; in a fixed order
   */
  public static Fingerprint of(Spec spec, String... conditions) {
    ObjectNode judging = MAPPER.valueToTree(spec);
    ObjectNode running = MAPPER.createObjectNode();
    for (String section : RUNNING.stream().sorted().toList()) {
      running.set(section, judging.remove(section));
    }
    // whether runs count is not how they are made
    if (running.get("run") instanceof ObjectNode run) {
      judging.set("untimely", run.remove("untimely"));
    }
    for (String condition : conditions) {
      running.withArray("conditions").add(condition);
    }
    withoutPlaces(judging);
    return new Fingerprint(sha256(running.toString()), sha256(judging.toString()));
  }

  private static void withoutPlaces(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove(PLACES);
    }
    node.forEach(Fingerprint::withoutPlaces);
  }

  private static String sha256(String text) {
    return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** A digest, as all hashes of a store are made with. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }
}
