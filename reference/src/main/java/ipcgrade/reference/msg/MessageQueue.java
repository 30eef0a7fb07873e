package ipcgrade.reference.msg;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import ipcgrade.reference.libc.ErrnoException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A System V message queue. It belongs to no process: it lives until somebody removes it, and its msqid
 * may be told to any process.
 *
 * <p>Every method fails with an {@link ErrnoException}: EINVAL if there is no such queue (any more),
 * EACCES if the permission bits forbid it.
 *
 * @param msqid what the kernel calls it
 */
public record MessageQueue(int msqid) {
  /**
   * A new queue without a key, msgget(2) with IPC_PRIVATE: only who is told its msqid finds it.
   *
   * @param mode the permission bits, such as 0600
   * @throws ErrnoException ENOSPC if there are too many queues, ENOMEM
   */
  public static MessageQueue createPrivate(int mode) {
    return new MessageQueue(Calls.msgget(Calls.IPC_PRIVATE, Calls.IPC_CREAT | mode));
  }

  /**
   * A new queue of that key, msgget(2) with IPC_CREAT and IPC_EXCL.
   *
   * @throws ErrnoException EEXIST if there is one already, ENOSPC, ENOMEM
   */
  public static MessageQueue create(Key key, int mode) {
    return new MessageQueue(Calls.msgget(key.value(), Calls.IPC_CREAT | Calls.IPC_EXCL | mode));
  }

  /**
   * The queue of that key, made if there is none, msgget(2) with IPC_CREAT.
   *
   * @throws ErrnoException EACCES if it exists with fewer permissions than {@code mode}, ENOSPC, ENOMEM
   */
  public static MessageQueue openOrCreate(Key key, int mode) {
    return new MessageQueue(Calls.msgget(key.value(), Calls.IPC_CREAT | mode));
  }

  /**
   * The queue of that key, msgget(2).
   *
   * @throws ErrnoException ENOENT if there is none
   */
  public static MessageQueue open(Key key) {
    return new MessageQueue(Calls.msgget(key.value(), 0));
  }

  /**
   * Puts a copy of the message at the end of the queue, msgsnd(2); waits while the queue is full.
   *
   * @throws ErrnoException EAGAIN if it is full and IPC_NOWAIT was given; EIDRM if the queue was removed
   *     while it waited; EINTR if a signal was handled while it waited (it is never restarted); EINVAL if
   *     the type is below 1 or the text longer than /proc/sys/kernel/msgmax
   */
  public void send(Message message, SendFlag... flags) {
    int msgflg = 0;
    for (SendFlag flag : flags) {
      msgflg |= flag.bit;
    }
    byte[] mtext = message.mtext();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment msgbuf = msgbuf(arena, mtext.length);
      msgbuf.set(JAVA_LONG, 0, message.mtype());
      MemorySegment.copy(mtext, 0, msgbuf, JAVA_BYTE, Long.BYTES, mtext.length);
      Calls.msgsnd(msqid, msgbuf, mtext.length, msgflg);
    }
  }

  /**
   * Takes the message that {@code selector} asks for, msgrcv(2); waits while there is none.
   *
   * @param msgsz the longest text to take, in bytes
   * @throws ErrnoException ENOMSG if there is none and IPC_NOWAIT was given; E2BIG if its text is longer
   *     than {@code msgsz}: it stays in the queue, unless MSG_NOERROR was given; EIDRM if the queue was
   *     removed while it waited; EINTR if a signal was handled while it waited (it is never restarted)
   */
  public Message receive(Selector selector, int msgsz, ReceiveFlag... flags) {
    int msgflg = selector instanceof Selector.Except ? Calls.MSG_EXCEPT : 0;
    for (ReceiveFlag flag : flags) {
      msgflg |= flag.bit;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment msgbuf = msgbuf(arena, msgsz);
      long length = Calls.msgrcv(msqid, msgbuf, msgsz, selector.msgtyp(), msgflg);
      byte[] mtext = msgbuf.asSlice(Long.BYTES, length).toArray(JAVA_BYTE);
      return new Message(msgbuf.get(JAVA_LONG, 0), mtext);
    }
  }

  /** What the kernel knows of it, msgctl(2) with IPC_STAT. */
  public QueueStatus stat() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment ds = arena.allocate(MsqidDs.LAYOUT);
      Calls.msgctl(msqid, Calls.IPC_STAT, ds);
      return MsqidDs.read(ds);
    }
  }

  /**
   * Sets how many bytes it may hold, msgctl(2) with IPC_SET.
   *
   * @param qbytes above /proc/sys/kernel/msgmnb only with CAP_SYS_RESOURCE
   * @throws ErrnoException EPERM if the caller neither owns nor created it, or asks for too much
   */
  public void resize(long qbytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment ds = arena.allocate(MsqidDs.LAYOUT);
      Calls.msgctl(msqid, Calls.IPC_STAT, ds);
      MsqidDs.setQbytes(ds, qbytes);
      Calls.msgctl(msqid, Calls.IPC_SET, ds);
    }
  }

  /**
   * Removes it with all its messages, msgctl(2) with IPC_RMID; who waits on it gets EIDRM.
   *
   * @throws ErrnoException EPERM if the caller neither owns nor created it
   */
  public void remove() {
    Calls.msgctl(msqid, Calls.IPC_RMID, MemorySegment.NULL);
  }

  private static MemorySegment msgbuf(Arena arena, int msgsz) {
    return arena.allocate(Long.BYTES + msgsz, Long.BYTES);
  }
}
