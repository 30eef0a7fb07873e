package ipcgrade.grade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.sandbox.SandboxException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrewTest {
  private static final Duration SOON = Duration.ofMillis(20);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  @DisplayName("who waits for something slow does not keep the others waiting, even alone")
  void slow(int jobs) throws Exception {
    CountDownLatch others = new CountDownLatch(20);
    Crew<Integer> crew = new Crew<>(IntStream.rangeClosed(0, 20).boxed().toList(), SOON);
    AtomicInteger waited = new AtomicInteger();
    crew.work(jobs, worker -> {
      for (Integer next = worker.next(); next != null; next = worker.next()) {
        if (next == 0) {
          // the slow one ends only when all the others have
          assertTrue(others.await(1, TimeUnit.MINUTES));
          waited.incrementAndGet();
        } else {
          others.countDown();
        }
      }
    });
    assertEquals(1, waited.get());
  }

  @Test
  @DisplayName("what is put back by a slow worker whose place was taken is done all the same")
  void late() throws Exception {
    Crew<String> crew = new Crew<>(List.of("slow", "quick"), SOON);
    Set<String> done = ConcurrentHashMap.newKeySet();
    CountDownLatch quick = new CountDownLatch(1);
    crew.work(1, worker -> {
      for (String next = worker.next(); next != null; next = worker.next()) {
        done.add(next);
        switch (next) {
          case "slow" -> {
            assertTrue(quick.await(1, TimeUnit.MINUTES));
            Thread.sleep(300); // the substitute has gone by now
            crew.add("late");
          }
          case "quick" -> quick.countDown();
          default -> {}
        }
      }
    });
    assertEquals(Set.of("slow", "quick", "late"), done);
  }

  @Test
  @DisplayName("no more are at work than three times as many as were asked for")
  void bounded() throws Exception {
    AtomicInteger atWork = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Crew<Integer> crew = new Crew<>(IntStream.range(0, 12).boxed().toList(), SOON);
    crew.work(1, worker -> {
      for (Integer next = worker.next(); next != null; next = worker.next()) {
        most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
        Thread.sleep(400);
        atWork.decrementAndGet();
      }
    });
    assertTrue(most.get() <= 3, "at work: " + most);
  }

  @Test
  @DisplayName("the first failure ends the work")
  void failure() {
    Crew<Integer> crew = new Crew<>(List.of(1, 2, 3), SOON);
    assertThrows(
        SandboxException.class,
        () -> crew.work(
            2,
            worker -> {
              if (worker.next() == null) {
                return;
              }
              throw new SandboxException("none");
            }));
  }
}
