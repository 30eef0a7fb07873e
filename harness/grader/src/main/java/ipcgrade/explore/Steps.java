package ipcgrade.explore;

import ipcgrade.trace.Decision;
import ipcgrade.trace.Event;
import ipcgrade.trace.Event.Call;
import ipcgrade.trace.Event.Exec;
import ipcgrade.trace.Event.Exit;
import ipcgrade.trace.Event.Output;
import ipcgrade.trace.Event.Signal;
import ipcgrade.trace.Event.Start;
import ipcgrade.trace.Event.Struck;
import ipcgrade.trace.Operation.Kill;
import ipcgrade.trace.Operation.MsgCtl;
import ipcgrade.trace.Operation.MsgGet;
import ipcgrade.trace.Operation.MsgRcv;
import ipcgrade.trace.Operation.MsgSnd;
import ipcgrade.trace.Operation.Pause;
import ipcgrade.trace.Operation.SemCtl;
import ipcgrade.trace.Operation.SemGet;
import ipcgrade.trace.Operation.SemOp;
import ipcgrade.trace.Operation.Sleep;
import ipcgrade.trace.Operation.Wait;
import ipcgrade.trace.Polls;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.TaskNames;
import ipcgrade.trace.Trace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A run cut at its decisions: a step is what happened from one to the next. The task that was let go makes the
 * call that it stood before, and comes to its next one, forks, or ends.
 *
 * <p>What a step touched is read off what it did. Steps are dependent that
 *
 * <ul>
 *   <li>use the same IPC object; all keys together are one, for which msqid a new queue gets depends on how many
 *       were made before;
 *   <li>fork: so depend pids;
 *   <li>wait for children, and end one of them; two children may end in any order, since wait(2) takes that which
 *       was made first;
 *   <li>look at the clock, which moves it; or begin a sleep, whose end depends on the clock;
 *   <li>belong to threads of one process.
 * </ul>
 *
 * <p>A step is dependent on all others that sends or gets a signal, that others took part in, or that polled in
 * vain, for how often somebody may poll depends on what all others do meanwhile.
 *
 * <p>What programs do to each other through files and shared memory cannot be seen.
 */
final class Steps {
  private static final String KEYS = "keys";
  private static final String PIDS = "pids";
  private static final String CLOCK = "clock";
  private static final int SEM_UNDO = 010000;
  private static final int EINTR = 4;
  private static final int EIDRM = 43;
  private static final int SIGCHLD = 17;

  private final List<Decision> decisions;
  private final TaskNames names;
  private final Map<Integer, Integer> processes = new HashMap<>();
  private final Set<Integer> undoing = new HashSet<>();
  private final Map<Integer, Integer> parents = new HashMap<>();
  private final Map<Integer, Integer> polls = new HashMap<>();
  private final List<Step> steps = new ArrayList<>();
  private final Set<Gap> gaps = EnumSet.noneOf(Gap.class);
  private int free;

  /** One that is being made. */
  private static final class Step {
    final int pid;
    final Set<String> changed = new HashSet<>();
    final Set<String> shared = new HashSet<>();
    boolean all;
    boolean joined;

    /** Whether it did what makes others move without being chosen. */
    boolean stirred;

    Step(int pid) {
      this.pid = pid;
    }
  }

  /** Something that happened at a position: an event, or the entry of a call. */
  private record Point(long position, long time, Event event, boolean entry) {}

  private Steps(Trace trace) {
    decisions = trace.decisions();
    names = TaskNames.of(trace);
    Map<String, Integer> pids = new HashMap<>();
    trace
        .events(Start.class)
        .forEach(
            start -> {
              processes.put(start.tid(), start.pid());
              pids.put(names.name(start.tid()), start.pid());
              if (!start.thread()) {
                parents.put(start.pid(), start.parent());
              }
            });
    decisions.forEach(decision -> steps.add(new Step(pids.getOrDefault(decision.task().name(), 0))));
    follow(trace);
    free = decisions.size();
    long most = trace.request().limits().eventsUntilFair();
    if (most > 0) {
      limitChoice(trace, most);
    }
    if (trace.end() instanceof RunEnd.LimitExceeded) {
      gaps.add(Gap.LIMIT);
    }
    Map<String, Integer> early = new HashMap<>();
    for (Decision decision : decisions) {
      String task = decision.task().name();
      if (decision.task().sleeps() && early.merge(task, 1, Integer::sum) >= Schedule.MOST_EARLY) {
        gaps.add(Gap.LONG);
      }
    }
  }

  /** Those of a controlled run. */
  static Steps of(Trace trace) {
    return new Steps(trace);
  }

  /** What the step after a decision touched. */
  Footprint footprint(int decision) {
    Step step = steps.get(decision);
    return new Footprint(step.pid, step.changed, step.shared, step.all || step.joined);
  }

  /** How many decisions, from the first, could have been others: the agent makes the rest itself. */
  int free() {
    return free;
  }

  /** What was left out. */
  Set<Gap> gaps() {
    return gaps;
  }

  private void follow(Trace trace) {
    List<Point> points = new ArrayList<>();
    for (Event event : trace.events()) {
      if (event instanceof Call call) {
        points.add(new Point(call.entry(), call.entryTime(), call, true));
      }
      if (!(event instanceof Call call && call.pending())) {
        points.add(new Point(event.seq(), event.time(), event, false));
      }
    }
    points.sort(Comparator.comparingLong(Point::position));
    int current = -1;
    long time = 0;
    for (Point point : points) {
      while (current + 1 < decisions.size() && decisions.get(current + 1).seq() <= point.position) {
        current++;
      }
      if (current >= 0) {
        happened(point, decisions.get(current), steps.get(current), point.time > time);
      }
      time = Math.max(time, point.time);
    }
    if (steps.stream().anyMatch(step -> step.joined && !step.stirred)) {
      gaps.add(Gap.OUTSIDE);
    }
  }

  /**
   * Something happened in a step.
   *
   * @param later whether the clock had moved since the last thing that happened
   */
  private void happened(Point point, Decision decision, Step step, boolean later) {
    Event event = point.event;
    if (event instanceof Start start) {
      step.changed.add(PIDS);
      step.joined |= start.parent() != step.pid;
      return;
    }
    if (event instanceof Signal signal && signal.signal() == SIGCHLD) {
      gaps.add(Gap.SIGNALS);
    }
    boolean own = names.name(event.tid()).equals(decision.task().name());
    if (!own && !(event instanceof Exit && event.pid() == step.pid)) {
      step.joined = true;
      return;
    }
    boolean wakes = event instanceof Call call && !point.entry && call.operation() instanceof Sleep;
    if (later && (!wakes || decision.task().sleeps())) {
      step.changed.add(CLOCK);
    }
    switch (event) {
      case Call call when point.entry -> {
        if (call.operation() instanceof Sleep) {
          step.shared.add(CLOCK);
        }
      }
      case Call call -> returned(call, decision.task().object(), step);
      case Exit exit -> {
        // the kernel takes back what it did to semaphores
        step.all |= undoing.contains(exit.pid());
        step.stirred = true;
        step.shared.add(children(parents.getOrDefault(exit.pid(), 0)));
      }
      case Signal _, Struck _ -> step.all = true;
      case Start _, Exec _, Output _ -> {}
    }
  }

  private void returned(Call call, String object, Step step) {
    // it moves the clock a little
    boolean inVain = Polls.inVain(call.operation(), call.result());
    int row = inVain ? polls.merge(call.tid(), 1, Integer::sum) : 0;
    if (!inVain) {
      polls.remove(call.tid());
    }
    if (row >= Polls.IDLE) {
      gaps.add(Gap.POLLING);
    }
    step.all |= inVain || call.errno() == EINTR || call.errno() == EIDRM;
    if (!object.isEmpty()) {
      step.changed.add(object);
    }
    switch (call.operation()) {
      case MsgGet _, SemGet _ -> step.changed.add(KEYS);
      case MsgCtl ctl -> controlled(ctl.removes(), object, step);
      case SemCtl ctl -> controlled(ctl.removes(), object, step);
      case SemOp op -> {
        step.all |= object.isEmpty();
        if (op.changes().stream().anyMatch(change -> (change.flags() & SEM_UNDO) != 0)) {
          undoing.add(call.pid());
        }
      }
      case MsgSnd _, MsgRcv _ -> step.all |= object.isEmpty();
      case Wait _ -> step.changed.add(children(processes.getOrDefault(call.tid(), call.pid())));
      case Kill _ -> {
        step.stirred = true;
        step.all = true;
      }
      case Pause _ -> step.all = true;
      case Sleep _ -> {}
    }
  }

  private static void controlled(boolean removes, String object, Step step) {
    step.all |= object.isEmpty();
    if (removes) {
      step.stirred = true;
      step.changed.add(KEYS);
    }
  }

  private static String children(int pid) {
    return "children of " + pid;
  }

  /** From the middle of the longest run that there may be, the agent chooses. */
  private void limitChoice(Trace trace, long most) {
    long[] seqs =
        trace.events().stream()
            .filter(event -> !(event instanceof Call call && call.pending()))
            .mapToLong(Event::seq)
            .toArray();
    if (seqs.length > most) {
      long last = seqs[(int) most];
      free = (int) decisions.stream().filter(decision -> decision.seq() <= last).count();
      gaps.add(Gap.LONG);
    }
  }
}
