package ipcgrade.sandbox.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.sandbox.Sandbox.Program;
import ipcgrade.trace.Event;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy;
import ipcgrade.trace.Trace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("kernel")
@DisplayName("A flood of ten gigabytes")
class FloodTest {
  private static final int BLOCK = 1 << 16;
  private static final int TIMES = 5;

  /** Several times what is measured, since others use the machine too; the flood itself is 10,000 limits long. */
  private static final int AS_MUCH = 3;

  @TempDir
  Path submission;

  /** Agents of other tests. */
  private Set<Long> others = Set.of();

  @Test
  @DisplayName("costs what the limit allows, in bytes that are kept and in processor time")
  void bounded() throws Exception {
    long limit = Specs.plain().run().limits().run().outputBytes();
    others = agents().stream().map(ProcessHandle::pid).collect(Collectors.toSet());
    try (LocalSandbox sandbox = LocalSandbox.open(Home.find())) {
      long little = cost(sandbox, limit + BLOCK, limit);
      long flood = cost(sandbox, 10L << 30, limit);
      assertTrue(flood < AS_MUCH * little, flood + " ticks for ten gigabytes, " + little + " for " + limit);
    }
  }

  /** Of several runs that write so many bytes, clock ticks. */
  private long cost(LocalSandbox sandbox, long bytes, long limit) throws Exception {
    Files.writeString(
        submission.resolve("main.c"),
        """
        #include <unistd.h>
        int main(void) {
          static char block[%d];
          for (long written = 0; written < %dL; written += sizeof block)
            write(1, block, sizeof block);
        }
        """
            .formatted(BLOCK, bytes));
    Program program = (Program) sandbox.build(submission, Specs.plain());
    sandbox.run(program, Specs.plain(), new Schedule(new Strategy.Fair(), 1));
    long before = ticks();
    for (int i = 0; i < TIMES; i++) {
      Trace trace = sandbox.run(program, Specs.plain(), new Schedule(new Strategy.Fair(), i));
      assertEquals(new RunEnd.LimitExceeded("output", limit), trace.end());
      long kept = trace.events(Event.Output.class).mapToLong(output -> output.bytes().size()).sum();
      assertTrue(kept > limit && kept <= limit + BLOCK, kept + " bytes");
    }
    return ticks() - before;
  }

  /** What the agent has used, and those of its children that have ended: proc_pid_stat(5), fields 14 to 17. */
  private long ticks() throws Exception {
    List<ProcessHandle> agents = agents().stream().filter(agent -> !others.contains(agent.pid())).toList();
    assertEquals(1, agents.size());
    String stat = Files.readString(Path.of("/proc/" + agents.getFirst().pid() + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long sum = 0;
    for (int field = 14; field <= 17; field++) {
      sum += Long.parseLong(fields[field - 3]);
    }
    return sum;
  }

  private static List<ProcessHandle> agents() {
    return ProcessHandle.current().children()
        .filter(child -> child.info().command().orElse("").endsWith("agent/bin/java"))
        .toList();
  }
}
