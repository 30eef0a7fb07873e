package ipcgrade.rule;

import com.google.common.collect.Lists;
import ipcgrade.order.Message;
import ipcgrade.reading.Reading;
import ipcgrade.rule.Events.Subject;
import ipcgrade.wording.Calls;
import ipcgrade.wording.Printable;
import ipcgrade.wording.Words;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The values of expressions as people write them: "0, 0 and 2", "0.5 s", "client 2". They come from what a
 * submission did, so each is one printable line of bounded length.
 */
final class Values {
  private static final int MOST_LENGTH = 120;
  private static final int MOST_LIST = 400;
  private static final int MOST_DEPTH = 3;

  /** Of a second; what is left beyond is cut off, so that 0.9999 s are never shown as one. */
  private static final int MOST_DECIMALS = 3;

  private final Words words;
  private final Reading reading;

  Values(Words words, Reading reading) {
    this.words = words;
    this.reading = reading;
  }

  String text(@Nullable Object value) {
    return text(value, 0);
  }

  private String text(@Nullable Object value, int depth) {
    return Printable.line(
        switch (value) {
          case null -> none();
          case Boolean truth -> words.get(truth ? "value.true" : "value.false");
          case Long number -> number == World.UNKNOWN ? none() : number.toString();
          case Duration duration -> seconds(duration);
          case Struct struct -> thing(struct);
          case List<?> list -> depth < MOST_DEPTH ? list(list, depth + 1) : "...";
          default -> Objects.toString(value);
        },
        value instanceof List<?> ? MOST_LIST : MOST_LENGTH);
  }

  private String none() {
    return words.get("value.none");
  }

  private String list(List<?> list, int depth) {
    return words.list(Lists.transform(list, item -> text(item, depth)));
  }

  private String seconds(Duration duration) {
    BigDecimal seconds =
        BigDecimal.valueOf(duration.toMillis(), 3).setScale(MOST_DECIMALS, RoundingMode.FLOOR);
    String number = seconds.stripTrailingZeros().toPlainString();
    return words.get("value.seconds", number.replace(".", words.get("value.point")));
  }

  private String thing(Struct struct) {
    if (struct.celType().equals(Vocabulary.PROCESS)) {
      long pid = number(struct, "pid");
      return pid < 0 ? none() : reading.called((int) pid);
    }
    if (struct.celType().equals(Vocabulary.QUEUE)) {
      long msqid = number(struct, "msqid");
      return msqid < 0 ? none() : words.get("value.queue", Long.toString(msqid));
    }
    return switch (struct.subject()) {
      case Subject subject -> Calls.text(subject.event());
      case Message message -> Calls.text(message.sent());
      default -> none();
    };
  }

  private static long number(Struct struct, String field) {
    return (Long) struct.get(field);
  }
}
