package ipcgrade.reading;

import ipcgrade.spec.Spec;
import ipcgrade.spec.Spec.Role;
import java.util.List;

/**
 * Who plays which role, as far as it is decided: for each role, in the order of the spec, its players so
 * far, how many places are open, and who may still fill them.
 */
final class Cast {
  private final List<Role> roles;
  private final long everyone;
  private final long[] players;
  private final int[] open;
  private final long[] pool;
  private long used;
  private long twice;

  /** An empty cast of the processes in {@code everyone}. */
  Cast(Spec spec, long everyone) {
    this.roles = List.copyOf(spec.roles().values());
    this.everyone = everyone;
    this.players = new long[roles.size()];
    this.open = roles.stream().mapToInt(Role::count).toArray();
    this.pool = new long[roles.size()];
  }

  /** The roles, which are numbered as here. */
  List<Role> roles() {
    return roles;
  }

  /** Who plays a role so far. */
  long players(int role) {
    return players[role];
  }

  /** How many of a role's places may still be filled. */
  int open(int role) {
    return open[role];
  }

  /** Who may still come to play a role. */
  long pool(int role) {
    return pool[role];
  }

  /** Who plays any role. */
  long used() {
    return used;
  }

  /** Who plays two roles. */
  long twice() {
    return twice;
  }

  /** Players by role. */
  long[] all() {
    return players.clone();
  }

  /** Gives a process a place of a role; it may have one of another role already. */
  void add(int role, long process) {
    twice |= used & process;
    used |= process;
    players[role] |= process;
    open[role]--;
  }

  /** Takes back what {@link #add} did. */
  void remove(int role, long process) {
    players[role] &= ~process;
    open[role]++;
    if ((twice & process) == 0) {
      used &= ~process;
    }
    twice &= ~process;
  }

  /** Leaves a role's open places empty; returns how many there were, for {@link #reopen}. */
  int close(int role) {
    int before = open[role];
    open[role] = 0;
    return before;
  }

  /** Takes back what {@link #close} did. */
  void reopen(int role, int places) {
    open[role] = places;
  }

  /**
   * Says who may fill the places that are open.
   *
   * @param role the role whose places are being filled, in the order of processes
   * @param after only processes in this set may fill them
   * @param doubles whether a process may come to play a second role
   */
  void allow(int role, long after, boolean doubles) {
    long free = doubles && twice == 0 ? everyone : everyone & ~used;
    for (int each = 0; each < pool.length; each++) {
      pool[each] = free & ~players[each] & (each == role ? after : -1L);
    }
  }
}
