package ipcgrade.report.format;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Points as other programs read them. */
final class Numbers {
  private static final double ROUNDING = 1e-9;

  private Numbers() {}

  /** With at most two decimals, as gradebooks hold them. */
  static BigDecimal cents(double points) {
    BigDecimal rounded = BigDecimal.valueOf(points).setScale(2, RoundingMode.HALF_UP);
    return rounded.signum() == 0 ? BigDecimal.ZERO
        : new BigDecimal(rounded.stripTrailingZeros().toPlainString());
  }

  /**
   * Whole points whose sum is the rounded sum of the points, by largest remainders (Hamilton's method): the parts
   * still add up to the score that is shown.
   */
  static List<Integer> whole(List<Double> points) {
    List<Integer> whole =
        new ArrayList<>(points.stream().map(each -> (int) Math.floor(each + ROUNDING)).toList());
    long sum = Math.round(points.stream().mapToDouble(Double::doubleValue).sum());
    long missing = sum - whole.stream().mapToInt(Integer::intValue).sum();
    IntStream.range(0, points.size())
        .boxed()
        .sorted(Comparator.comparing(at -> Math.floor(points.get(at) + ROUNDING) - points.get(at)))
        .limit(Math.max(0, missing))
        .forEach(at -> whole.set(at, whole.get(at) + 1));
    return whole;
  }
}
