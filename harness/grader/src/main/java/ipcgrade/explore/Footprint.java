package ipcgrade.explore;

import java.util.Collections;
import java.util.Set;

/**
 * What a step of a task touched, as far as the order of steps is concerned.
 *
 * @param pid its process: threads of one share their memory, and are never independent
 * @param changed what it changed, or found as others had changed it: {@code q1}, the keys, the pids, the clock,
 *     the children of a process that waits for them
 * @param shared what it touched in a way that others may too, in any order
 * @param all whether its order matters to every other step
 */
record Footprint(int pid, Set<String> changed, Set<String> shared, boolean all) {
  Footprint {
    changed = Set.copyOf(changed);
    shared = Set.copyOf(shared);
  }

  /**
   * Whether, wherever both can be made, either order of the two leads to the same state, and none keeps the other
   * from being made.
   */
  boolean independent(Footprint other) {
    return !all
        && !other.all
        && pid != other.pid
        && Collections.disjoint(changed, other.changed)
        && Collections.disjoint(changed, other.shared)
        && Collections.disjoint(shared, other.changed);
  }
}
