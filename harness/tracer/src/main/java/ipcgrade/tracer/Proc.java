package ipcgrade.tracer;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A process of the program. */
final class Proc {
  final int hostPid;
  final int pid;

  /** Who may wait for it; null once that has ended. */
  @Nullable
  Proc parent;

  /** Its children that nobody has waited for yet, by pid. */
  final Map<Integer, Proc> children = new LinkedHashMap<>();

  /** It has ended and its parent has been told. */
  boolean ended;

  /** It is stopped by a signal, and nobody has waited for that yet. */
  boolean stopUnseen;

  /** It goes on after such a stop, and nobody has waited for that yet. */
  boolean continuedUnseen;

  /** When its alarm(2) or ITIMER_REAL rings, virtual nanoseconds, and its interval or 0. */
  long alarm = Clock.NEVER;

  long alarmInterval;

  /** Where it stops when its libraries have been loaded; null if it need not, or has. */
  @Nullable
  RandomDevice entry;

  /** Processor time that it has been shown, nanoseconds; 0 if it never looked. */
  long processor;

  /** What it used when it was last looked at. */
  Stat stat = Stat.NONE;

  /** Where its code lies; shared with its children until they exec. */
  @Nullable
  CodeMap code;

  Proc(int hostPid, int pid, @Nullable Proc parent) {
    this.hostPid = hostPid;
    this.pid = pid;
    this.parent = parent;
    if (parent != null) {
      parent.children.put(pid, this);
      code = parent.code;
    }
  }
}
