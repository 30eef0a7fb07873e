package ipcgrade.explore;

/** A way to come to schedules. */
public enum Method {
  RANDOM,
  PCT,
  SURW,
  EXHAUSTIVE
}
