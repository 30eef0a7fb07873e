package ipcgrade.spec;

/** Durations and sizes as grading.yml writes them. */
public final class Quantity {
  private Quantity() {}

  /**
   * {@code 500ms}, {@code 10s} or {@code 2min}, in milliseconds.
   *
   * @throws IllegalArgumentException if it is written in no such way
   */
  public static long millis(String duration) {
    int unit = unitOf(duration);
    long number = Long.parseLong(duration.substring(0, unit));
    return switch (duration.substring(unit)) {
      case "ms" -> number;
      case "s" -> number * 1000;
      case "min" -> number * 60_000;
      default -> throw new IllegalArgumentException(duration);
    };
  }

  /** {@code 100}, {@code 100B}, {@code 64KiB}, {@code 16MiB} or {@code 1GiB}, in bytes. */
  static long bytes(String size) {
    int unit = unitOf(size);
    long number = Long.parseLong(size.substring(0, unit));
    return switch (size.substring(unit)) {
      case "", "B" -> number;
      case "KiB" -> number << 10;
      case "MiB" -> number << 20;
      case "GiB" -> number << 30;
      default -> throw new IllegalArgumentException(size);
    };
  }

  private static int unitOf(String quantity) {
    int i = 0;
    while (i < quantity.length() && Character.isDigit(quantity.charAt(i))) {
      i++;
    }
    return i;
  }
}
