package ipcgrade.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.cel.common.types.StructTypeReference;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A list of things")
class ItemsTest {
  private static final StructTypeReference THING = StructTypeReference.create("thing");

  private final Struct a = new Struct(THING, "a");
  private final Struct b = new Struct(THING, "b");
  private final Items items = new Items(List.of(a, b));

  @Test
  @DisplayName("remembers what was chosen, by how and for whom")
  void remembers() {
    AtomicInteger looks = new AtomicInteger();
    Items first = Items.from(items, "by", a, item -> looks.incrementAndGet() > 0 && item.equals(a));
    assertEquals(List.of(a), first);
    assertSame(first, Items.from(items, "by", a, item -> looks.incrementAndGet() > 0));
    assertEquals(2, looks.get());
    assertEquals(List.of(b), Items.from(items, "by", b, item -> item.equals(b)));
    assertEquals(List.of(a, b), Items.from(items, "to", a, _ -> true));
  }

  @Test
  @DisplayName("is made of any other list, which remembers nothing")
  void other() {
    List<Struct> plain = List.of(b, a);
    Items chosen = Items.from(plain, "by", a, _ -> true);
    assertEquals(plain, chosen);
    assertNotSame(chosen, Items.from(plain, "by", a, _ -> true));
  }
}
