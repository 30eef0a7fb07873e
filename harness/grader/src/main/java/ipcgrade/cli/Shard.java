package ipcgrade.cli;

import ipcgrade.wording.Words;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A part of a class, for one of several machines: of the submissions in order of their names every {@code of}th. The
 * parts are the same whoever asks, and no two differ by more than one submission.
 *
 * @param index from 1
 */
record Shard(int index, int of) {
  /** All of it. */
  static final Shard WHOLE = new Shard(1, 1);

  private static final Pattern FORM = Pattern.compile("(\\d{1,6})/(\\d{1,6})");

  static Shard parse(String text, Words words) throws UsageException {
    Matcher matcher = FORM.matcher(text);
    if (matcher.matches()) {
      Shard shard = new Shard(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
      if (shard.index >= 1 && shard.index <= shard.of) {
        return shard;
      }
    }
    throw new UsageException(words.get("error.shard", text));
  }

  /** Its part of a list. */
  <T> List<T> part(List<T> all) {
    return IntStream.range(0, all.size()).filter(at -> at % of == index - 1).mapToObj(all::get).toList();
  }
}
