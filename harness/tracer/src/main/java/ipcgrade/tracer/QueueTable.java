package ipcgrade.tracer;

import ipcgrade.trace.QueueState;
import ipcgrade.tracer.ptrace.IpcNamespace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;

/** The message queues of the run's namespace, as the program itself would see them. */
final class QueueTable implements AutoCloseable {
  private static final int FIRST_SEQUENCE = 42;
  private static final int SEQUENCES = 20_000;
  private static final int LARGEST_GAP = 8;

  private final IpcNamespace namespace;
  private final IntUnaryOperator ownPid;
  private final IdMap uids;
  private final IdMap gids;
  private final SplittableRandom random;
  private Map<String, QueueState> known = Map.of();
  private int sequence;
  private boolean fromZero;

  /**
   * @param ownPid from a pid of the tracer's namespace to one of the program's
   * @param program a process of the program
   */
  QueueTable(IpcNamespace namespace, IntUnaryOperator ownPid, int program, long seed) {
    this.namespace = namespace;
    this.ownPid = ownPid;
    uids = IdMap.of(program, "uid_map");
    gids = IdMap.of(program, "gid_map");
    random = new SplittableRandom(seed ^ 0x6d73716964L);
    sequence = FIRST_SEQUENCE + random.nextInt(SEQUENCES);
  }

  /** The table now; a queue that has not changed since is the same object. */
  List<QueueState> snapshot() {
    String text = namespace.table();
    Map<String, QueueState> now = new LinkedHashMap<>();
    int at = text.indexOf('\n') + 1;
    while (at > 0 && at < text.length()) {
      int end = text.indexOf('\n', at);
      String row = text.substring(at, end < 0 ? text.length() : end);
      QueueState same = known.get(row);
      now.put(row, same == null ? queue(new Fields(row)) : same);
      at += row.length() + 1;
    }
    known = now;
    return List.copyOf(now.values());
  }

  /** Whether the next queue gets the id 0. */
  void fromZero(boolean zero) {
    fromZero = zero;
  }

  /** Makes sure that the next queue gets an id that is large and was not used before, or 0 if that is wanted. */
  void renewNextId() {
    if (fromZero) {
      namespace.nextMsqid(0);
      return;
    }
    sequence += 1 + random.nextInt(LARGEST_GAP);
    namespace.nextMsqid(sequence);
  }

  @Override
  public void close() {
    namespace.close();
  }

  /** key msqid perms cbytes qnum lspid lrpid uid gid cuid cgid stime rtime ctime. */
  private QueueState queue(Fields fields) {
    int key = (int) fields.next(10);
    int msqid = (int) fields.next(10);
    int mode = (int) fields.next(8);
    long cbytes = fields.next(10);
    long qnum = fields.next(10);
    int lspid = ownPid.applyAsInt((int) fields.next(10));
    int lrpid = ownPid.applyAsInt((int) fields.next(10));
    int uid = uids.inside((int) fields.next(10));
    int gid = gids.inside((int) fields.next(10));
    fields.next(10);
    fields.next(10);
    return new QueueState(
        key,
        msqid,
        mode & 0777,
        cbytes,
        qnum,
        lspid,
        lrpid,
        uid,
        gid,
        fields.next(10),
        fields.next(10),
        fields.next(10));
  }

  /** Numbers with spaces between. */
  private static final class Fields {
    private final String text;
    private int at;

    Fields(String text) {
      this.text = text;
    }

    long next(int radix) {
      while (at < text.length() && text.charAt(at) == ' ') {
        at++;
      }
      int start = at;
      while (at < text.length() && text.charAt(at) != ' ') {
        at++;
      }
      return start == at ? 0 : Long.parseLong(text, start, at, radix);
    }
  }
}
