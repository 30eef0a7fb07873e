package ipcgrade.rule;

import java.util.AbstractList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.function.Predicate;

/**
 * A list of things that remembers what was chosen from it: a claim that asks for {@code services.by(client)}
 * once for each service would else go through all of them each time. Never changes; for one thread.
 */
final class Items extends AbstractList<Struct> implements RandomAccess {
  private final List<Struct> all;
  private final Map<Choice, Items> chosen = new HashMap<>();

  private record Choice(String how, Struct of) {}

  Items(List<Struct> all) {
    this.all = List.copyOf(all);
  }

  /**
   * Those of a list that are chosen.
   *
   * @param how names what {@code chooses} does
   * @param of on what else it depends
   */
  static Items from(List<?> list, String how, Struct of, Predicate<Struct> chooses) {
    return list instanceof Items items
        ? items.chosen.computeIfAbsent(new Choice(how, of), _ -> items.filtered(chooses))
        : new Items(list.stream().map(Struct.class::cast).toList()).filtered(chooses);
  }

  @Override
  public Struct get(int index) {
    return all.get(index);
  }

  @Override
  public int size() {
    return all.size();
  }

  private Items filtered(Predicate<Struct> chooses) {
    return new Items(all.stream().filter(chooses).toList());
  }
}
