package ipcgrade.tracer;

import ipcgrade.trace.Answer;
import ipcgrade.trace.Event;
import ipcgrade.trace.Fault;
import ipcgrade.trace.QueueState;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.RunRequest;
import ipcgrade.trace.Strategy;
import ipcgrade.tracer.model.MessageQueues;
import ipcgrade.tracer.ptrace.Confinement;
import ipcgrade.tracer.ptrace.Errno;
import ipcgrade.tracer.ptrace.IpcNamespace;
import ipcgrade.tracer.ptrace.KernelFault;
import ipcgrade.tracer.ptrace.ProcFile;
import ipcgrade.tracer.ptrace.Report;
import ipcgrade.tracer.ptrace.SeccompFilter;
import ipcgrade.tracer.ptrace.Spawner;
import ipcgrade.tracer.ptrace.Stop;
import ipcgrade.tracer.ptrace.Stopped;
import ipcgrade.tracer.ptrace.SyscallEntry;
import ipcgrade.tracer.ptrace.TraceeDied;
import ipcgrade.tracer.ptrace.Tracer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** One run, from the start of its container to the end of its last process. For one thread, once. */
final class Run {
  /** The limits of a fresh IPC namespace, ipc_namespaces(7), whatever those of the machine: uapi linux/msg.h. */
  private static final long MSGMNB = 16_384;

  private static final long MSGMAX = 8_192;
  /** execve(2) fails so because the machine lacks something, whatever the program. */
  private static final Set<Integer> SHORTAGES =
      Set.of(Errno.EAGAIN, Errno.ENOMEM, Errno.ENFILE, Errno.EMFILE);

  private static final int SIGKILL = 9;
  private static final int SIGSEGV = 11;
  private static final int SIGCONT = 18;

  /** Less than any core(5) takes, and what keeps even a program from being started to store one. */
  private static final long NO_CORE = 1;

  private static final long PATIENCE = 1_000_000;
  private static final long TEARDOWN_NANOS = 5_000_000_000L;

  private final RunRequest request;
  private final Optional<Standby> container;
  private final Consumer<Event> sink;
  private final Runnable flush;
  private final IntConsumer left;
  private final Tracer tracer;
  private final World world = new World();
  private final Watchdog watchdog;
  private int root;
  private int rootStatus;

  /** Who was made to execute the program, when all that comes before has gone well. */
  private @Nullable Task launching;

  /** It has lost its powers. */
  private boolean confined;

  /** It is in execve(2). */
  private boolean executing;

  private RunEnd.@Nullable Refused refused;
  private @Nullable Engine engine;
  private @Nullable Driver driver;
  private long started = System.nanoTime();

  private Run(
      RunRequest request,
      Optional<Standby> container,
      Consumer<Event> sink,
      Runnable flush,
      IntConsumer left,
      Tracer tracer) {
    this.request = request;
    this.container = container;
    this.sink = sink;
    this.flush = flush;
    this.left = left;
    this.tracer = tracer;
    watchdog = new Watchdog(request.limits(), world);
  }

  /**
   * Carries a run out on the calling thread, which cannot be used for anything else afterwards.
   *
   * @param container in which the request's program runs, if in one
   * @param sink gets the events as they happen
   * @param flush is called when nothing has happened for a moment
   * @param left is given the pid of a process that was left to a debugger; there is no answer then
   * @param cpu the processor to run on, or -1 for any
   */
  static Answer.End execute(
      RunRequest request,
      Optional<Standby> container,
      Consumer<Event> sink,
      Runnable flush,
      IntConsumer left,
      int cpu) {
    try (Tracer tracer = Tracer.open(request.descriptor() < 0, cpu)) {
      return new Run(request, container, sink, flush, left, tracer).carriedOut();
    } catch (RuntimeException e) {
      String message = e instanceof KernelFault ? e.getMessage() : e.toString();
      return new Answer.End(new RunEnd.HarnessFault(String.valueOf(message)), List.of(), 0);
    }
  }

  private Answer.End carriedOut() {
    root = container.isPresent() ? attached(container.get()) : spawned();
    Task first = new Task(root);
    first.execs = -1;
    world.add(first);
    if (container.isPresent()) {
      container.get().launch(request.schedule().seed());
    } else {
      limits().forEach((resource, value) -> Tracer.limit(root, resource, value));
      Tracer.kill(root, SIGCONT);
    }
    try {
      RunEnd end = loop();
      long wallNanos = System.nanoTime() - started;
      List<QueueState> queues = engine == null ? List.of() : engine.table.snapshot();
      return new Answer.End(withPending(end), queues, wallNanos,
          driver == null ? List.of() : driver.decisions());
    } finally {
      tearDown();
    }
  }

  private int attached(Standby standby) {
    int shell = standby.shell(Watchdog.START_MILLIS);
    tracer.attach(shell);
    return shell;
  }

  private int spawned() {
    return Spawner.spawn(
        tracer,
        request.command(),
        request.environment(),
        SeccompFilter.program(),
        request.descriptor());
  }

  /** What the kernel limits by itself. */
  private Map<Tracer.Resource, Long> limits() {
    RunRequest.Limits limits = request.limits();
    return Map.of(
        Tracer.Resource.ADDRESS_SPACE, limits.addressBytes(),
        Tracer.Resource.FILE_SIZE, limits.fileBytes(),
        Tracer.Resource.OPEN_FILES, (long) limits.openFiles(),
        Tracer.Resource.CORE, container.isPresent() ? NO_CORE : 0);
  }

  private RunEnd loop() {
    while (true) {
      Driver driving = driver;
      long patience = driving == null ? PATIENCE : driving.patience();
      Report report = patience == 0 ? tracer.poll() : tracer.await(patience);
      if (report != null) {
        handle(report);
      } else if (driving != null) {
        driving.quiet();
      }
      if (watchdog.due()) {
        flush.run();
        RunEnd limit = watchdog.check();
        if (limit != null) {
          return limit;
        }
      }
      if (engine != null) {
        Proc wanted = engine.toBeLeft();
        if (wanted != null) {
          left.accept(new Departure(tracer, world).of(wanted));
          stayForEver();
        }
        RunEnd end = engine.recorder.end();
        if (end instanceof RunEnd.Deadlock) {
          RunEnd limit = watchdog.check();
          return limit == null ? end : limit;
        }
        if (end != null) {
          return end;
        }
        if (world.processes().isEmpty()) {
          RunEnd limit = watchdog.held();
          return limit == null ? new RunEnd.Finished() : limit;
        }
      } else if (world.task(root) == null) {
        if (refused != null && (refused.signal() != 0 || !SHORTAGES.contains(refused.errno()))) {
          return refused;
        }
        return new RunEnd.HarnessFault(
            "the command ended with status " + rootStatus + " before the program itself was started: "
                + String.join(" ", request.command()));
      }
    }
  }

  /** Who is traced by this thread stands still for as long as it lives. */
  private static void stayForEver() {
    while (true) {
      LockSupport.park();
    }
  }

  private void handle(Report report) {
    if (engine != null) {
      engine.reported(report);
    } else {
      carryOut(report);
    }
  }

  private void carryOut(Report report) {
    try {
      switch (report) {
        case Report.Ended ended -> ended(ended);
        case Report.Halted(Stopped stopped) -> {
          Task task = world.task(stopped.tid());
          if (task == null) {
            world.early(report);
          } else {
            halted(task, stopped);
          }
        }
      }
    } catch (TraceeDied e) {
      // its end will be reported
    }
  }

  private void halted(Task task, Stopped stopped) throws TraceeDied {
    Engine running = engine;
    if (running != null && stopped.stop() instanceof Stop.Exec(int former)) {
      if (task.reported()) {
        running.effects.settleEnds(task.proc());
      }
      if (former != task.tid) {
        running.renamed(world.remove(former));
      }
    }
    if (running != null && task.reported()) {
      running.stopped(task, stopped);
    } else {
      around(task, stopped);
    }
  }

  /** A stop of the container, not of the program; and the one by which the program begins. */
  private void around(Task task, Stopped stopped) throws TraceeDied {
    if (engine != null) {
      return;
    }
    switch (stopped.stop()) {
      case Stop.Exec exec -> {
        task.execs++;
        if (container.isPresent() ? task == launching : task.execs == request.execs()) {
          begin(task, stopped);
        } else {
          goOn(task, stopped, 0);
        }
      }
      case Stop.NewChild child -> {
        Task made = new Task(child.tid());
        made.execs = task.execs;
        if (container.isPresent() && task.tid == root) {
          launching = made;
        }
        world.add(made);
        world.takeEarly(child.tid()).forEach(this::handle);
        goOn(task, stopped, 0);
      }
      case Stop.Signal(int signal) -> goOn(task, stopped, signal);
      case Stop.GroupStop stop -> stopped.listen();
      case Stop.Entry(SyscallEntry entry) -> {
        Stopped ready = stopped;
        if (task == launching) {
          executing = entry.executes();
          if (executing && !confined) {
            confined = true;
            ready = Confinement.of(tracer, stopped, entry, limits());
          }
        }
        goOn(task, ready, 0);
      }
      case Stop.Return(long result) -> {
        if (task == launching && executing) {
          refused = new RunEnd.Refused((int) -result, 0);
          executing = false;
        }
        goOn(task, stopped, 0);
      }
      case Stop.VforkDone done -> goOn(task, stopped, 0);
      case Stop.Trap trap -> goOn(task, stopped, 0);
    }
  }

  /** Of who is to execute the program each call is seen, so that it is known why it fails to. */
  private void goOn(Task task, Stopped stopped, int signal) throws TraceeDied {
    if (task == launching) {
      stopped.goToCall(signal);
    } else {
      stopped.go(signal);
    }
  }

  /** The program itself has been exec'ed. */
  private void begin(Task task, Stopped stopped) throws TraceeDied {
    started = System.nanoTime();
    RunRequest.Limits limits = request.limits();
    IpcNamespace namespace =
        container.isPresent() ? IpcNamespace.of(task.tid) : IpcNamespace.shared();
    watchdog.start(container.isPresent() ? new Holdings(limits, namespace, task.tid) : null);
    long seed = request.schedule().seed();
    Clock clock = new Clock(request.virtualTime(), seed);
    QueueTable table = new QueueTable(namespace, world::ownPid, task.tid, seed);
    MessageQueues queues =
        new MessageQueues(
            container.isPresent() ? MSGMNB : setting("msgmnb"),
            container.isPresent() ? MSGMAX : setting("msgmax"),
            table.snapshot());
    Recorder recorder = new Recorder(sink, clock, limits);
    SemaphoreSets semaphores =
        new SemaphoreSets(
            namespace,
            world,
            recorder,
            limits.semaphores(),
            !(request.schedule().strategy() instanceof Strategy.Natural));
    Engine running =
        new Engine(tracer, world, clock, recorder, table, queues, semaphores, request, this::carryOut);
    Driver chosen =
        switch (request.schedule().strategy()) {
          case Strategy.Natural _ -> new Natural(running);
          case Strategy.Fair _, Strategy.Random _, Strategy.Pct _, Strategy.Surw _, Strategy.Directed _, Strategy.Replay _, Strategy.Until _ ->
              new Controlled(running, request.schedule());
        };
    running.drivenBy(chosen);
    engine = running;
    driver = chosen;
    running.began(task, null);
    task.stopped = stopped;
    running.begins(task, stopped);
    if (!(request.schedule().fault() instanceof Fault.None)) {
      Injection injection = new Injection(request.schedule().fault(), running, namespace);
      running.suffers(injection);
      injection.begin(task);
    }
    chosen.pass(task);
    freezeMaker();
  }

  /**
   * What made the program's first process stands still from now on: a container would end together with that,
   * and with it those that live longer.
   */
  private void freezeMaker() throws TraceeDied {
    for (Task task : world.everyone()) {
      if (!task.reported()) {
        tracer.interrupt(task.tid);
      }
    }
  }

  /** A limit of this process's IPC namespace, proc_sys_kernel(5). */
  private static long setting(String name) {
    return Long.parseLong(ProcFile.read("/proc/sys/kernel/" + name).strip());
  }

  private void ended(Report.Ended ended) {
    if (ended.tid() == root) {
      rootStatus = ended.signal() == 0 ? ended.status() : 128 + ended.signal();
    }
    Task task = world.remove(ended.tid());
    if (task == null) {
      world.early(ended);
    }
    if (refused != null && task == launching && ended.signal() == SIGSEGV) {
      refused = new RunEnd.Refused(refused.errno(), SIGSEGV);
    }
    if (task != null && task.reported() && engine != null) {
      engine.ended(ended, task);
    }
  }

  /** Emits the calls that have not returned, in pid order; a deadlock is made of them. */
  private RunEnd withPending(RunEnd end) {
    List<Event.Call> pending = new ArrayList<>();
    Engine ran = engine;
    if (ran != null) {
      List<Task> tasks = new ArrayList<>(world.program());
      tasks.sort(Comparator.comparingInt(task -> task.ownTid));
      for (Task task : tasks) {
        OpenCall call = task.call != null ? task.call : task.suspended.peek();
        if (call != null) {
          call.operation = ran.semaphores.pending(call.operation);
          pending.add(ran.recorder.pending(task, call));
        }
      }
    }
    return end instanceof RunEnd.Deadlock ? new RunEnd.Deadlock(pending) : end;
  }

  /** Kills everything, the container's first process included, and waits until all are gone. */
  private void tearDown() {
    long deadline = System.nanoTime() + TEARDOWN_NANOS;
    kill();
    while (System.nanoTime() < deadline) {
      Report report = tracer.await(PATIENCE);
      if (report instanceof Report.Halted(Stopped stopped)) {
        Tracer.kill(stopped.tid(), SIGKILL);
      } else if (report instanceof Report.Ended ended) {
        world.remove(ended.tid());
      } else if (tracer.childless()) {
        break;
      } else {
        kill();
      }
    }
    watchdog.close();
    container.ifPresent(Standby::close);
    if (engine != null) {
      engine.table.close();
    }
  }

  private void kill() {
    for (Task task : world.everyone()) {
      Tracer.kill(task.tid, SIGKILL);
    }
  }
}
