package ipcgrade.store;

/**
 * What a stored result was made of. All are hexadecimal SHA-256 but where said.
 *
 * @param schema {@link #SCHEMA}
 * @param name of the submission
 * @param content of the sources that were handed in, out of their archive
 * @param running what decides the runs: {@link Fingerprint#running}
 * @param judging what decides the verdicts over them: {@link Fingerprint#judging}
 * @param sameAs the name of the submission with the same content that was graded in its stead; or empty
 * @param runs how many traces are stored; 0 if they were left out
 * @param millis how long it took, milliseconds; 0 if another was graded in its stead
 * @param finished when, as ISO 8601 in UTC
 */
public record Provenance(
    String schema,
    String name,
    String content,
    String running,
    String judging,
    String sameAs,
    int runs,
    long millis,
    String finished) {
  /** The form of the file and its version. */
  public static final String SCHEMA = "ipcgrade/provenance/1";

  /** Of a result that now stands for another submission too. */
  public Provenance of(String other) {
    return new Provenance(
        schema, other, content, running, judging, sameAs.isEmpty() ? name : sameAs, runs, 0, finished);
  }

  /** Of the same runs under other rules. */
  public Provenance judgedBy(String rules) {
    return new Provenance(schema, name, content, running, rules, sameAs, runs, millis, finished);
  }

  /** Whether grading anew would make the same result. */
  public boolean isOf(String sources, Fingerprint fingerprint) {
    return content.equals(sources)
        && running.equals(fingerprint.running())
        && judging.equals(fingerprint.judging());
  }
}
