package ipcgrade.tracer;

import ipcgrade.trace.Event;
import ipcgrade.tracer.ptrace.ProcFile;
import ipcgrade.tracer.ptrace.Report;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everybody who is traced. */
final class World {
  /** In a ptrace stop, by {@link Status#state}. */
  private static final char STOPPED = 't';

  private static final int OURSELVES = (int) ProcessHandle.current().pid();

  private final Map<Integer, Task> tasks = new LinkedHashMap<>();
  private final Map<Integer, List<Report>> early = new HashMap<>();
  private final Map<Integer, Proc> procs = new HashMap<>();
  private final Map<Integer, Integer> ownPids = new HashMap<>();

  /** Counts what may let somebody go on who polls. */
  long epoch;

  /** Processes that have ended and that nobody has waited for: each still takes a pid of the machine. */
  int zombies;

  @Nullable
  Task task(int tid) {
    return tasks.get(tid);
  }

  Collection<Task> everyone() {
    return tasks.values();
  }

  /** Of somebody whose maker has not told of it yet. */
  void early(Report report) {
    early.computeIfAbsent(report.tid(), _ -> new ArrayList<>()).add(report);
  }

  /** What there was of a new task before its maker told of it, in order. */
  List<Report> takeEarly(int tid) {
    List<Report> reports = early.remove(tid);
    return reports == null ? List.of() : reports;
  }

  /** The threads of the program. */
  List<Task> program() {
    List<Task> program = new ArrayList<>(tasks.size());
    for (Task task : tasks.values()) {
      if (task.reported()) {
        program.add(task);
      }
    }
    return program;
  }

  List<Task> threads(Proc proc) {
    return program().stream().filter(task -> task.proc() == proc).toList();
  }

  Collection<Proc> processes() {
    return procs.values();
  }

  @Nullable
  Proc process(int hostPid) {
    return procs.get(hostPid);
  }

  void add(Task task) {
    tasks.put(task.tid, task);
  }

  /** A thread is gone. */
  @Nullable
  Task remove(int tid) {
    Task task = tasks.remove(tid);
    if (task != null) {
      task.close();
    }
    return task;
  }

  /**
   * Makes a task part of the program.
   *
   * @param maker the process that made it, null for the program's first
   * @return whether it is a further thread of a process that was there
   */
  boolean report(Task task, @Nullable Proc maker) {
    Status status = new Status(task.status());
    int group = status.there() ? status.threadGroup() : task.tid;
    Proc there = procs.get(group);
    int own = status.there() ? status.ownPid() : task.tid;
    if (there != null) {
      task.join(there, own);
      ownPids.put(task.tid, own);
      return true;
    }
    int parent = status.there() ? status.parent() : 0;
    Proc proc =
        new Proc(group, status.there() ? status.ownThreadGroup() : own, procs.getOrDefault(parent, maker));
    procs.put(group, proc);
    ownPids.put(group, proc.pid);
    task.join(proc, own);
    return false;
  }

  /** Whether it is a first thread that has ended before the others of its process, pthread_exit(3). */
  boolean outlived(Task task) {
    return task.tid == task.proc().hostPid
        && new Status(task.status()).state() == 'Z'
        && threads(task.proc()).stream().anyMatch(other -> other != task && !leaving(other));
  }

  /** Whether it was let go, and its next stop or its end comes soon. */
  boolean aboutToStop(Task task) {
    return switch (task.activity) {
      case STARTING, EXPIRING -> true;
      case RUNNING -> !outlived(task);
      case OUTSIDE, HELD, GROUP_STOPPED, PAUSED -> false;
    };
  }

  /** Whether it is gone, or about to be without waiting for anybody. */
  boolean dying(Task task) {
    return leaving(task) && !outlived(task);
  }

  /**
   * Whether SIGKILL is pending, or was and has been taken, or it has called exit(2). Who stood still for us and does
   * no longer has been killed: nothing else wakes it.
   */
  private static boolean leaving(Task task) {
    Status status = new Status(task.status());
    return !status.there()
        || status.dying()
        || (task.standsForUs() ? status.state() != STOPPED : Stat.exiting(task.tid));
  }

  /** A process of the program has ended and its parent has been told. */
  void ended(Proc proc) {
    procs.remove(proc.hostPid);
    proc.ended = true;
    for (Proc child : proc.children.values()) {
      child.parent = null;
    }
    Proc parent = proc.parent;
    zombies++;
    if (parent != null && !ProcFile.read("/proc/" + proc.hostPid + "/stat").contains(") Z")) {
      // its parent ignores SIGCHLD: nobody will ever wait for it
      parent.children.remove(proc.pid);
      zombies--;
    }
  }

  /** The pid by which the program knows a process that may have ended; 0 of the tracer itself. */
  int ownPid(int hostPid) {
    return hostPid == OURSELVES ? Event.OUTSIDE : ownPids.getOrDefault(hostPid, hostPid);
  }
}
