package ipcgrade.reference.msg;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/** struct msqid_ds of msgctl(2), as x86-64 and arm64 lay it out. */
final class MsqidDs {
  private static final StructLayout IPC_PERM =
      MemoryLayout.structLayout(
          JAVA_INT.withName("key"),
          JAVA_INT.withName("uid"),
          JAVA_INT.withName("gid"),
          JAVA_INT.withName("cuid"),
          JAVA_INT.withName("cgid"),
          JAVA_INT.withName("mode"),
          JAVA_SHORT.withName("seq"),
          MemoryLayout.paddingLayout(6),
          MemoryLayout.sequenceLayout(2, JAVA_LONG).withName("reserved"));

  static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          IPC_PERM.withName("msg_perm"),
          JAVA_LONG.withName("msg_stime"),
          JAVA_LONG.withName("msg_rtime"),
          JAVA_LONG.withName("msg_ctime"),
          JAVA_LONG.withName("msg_cbytes"),
          JAVA_LONG.withName("msg_qnum"),
          JAVA_LONG.withName("msg_qbytes"),
          JAVA_INT.withName("msg_lspid"),
          JAVA_INT.withName("msg_lrpid"),
          MemoryLayout.sequenceLayout(2, JAVA_LONG).withName("reserved"));

  private static final long QBYTES = LAYOUT.byteOffset(PathElement.groupElement("msg_qbytes"));

  private MsqidDs() {}

  static QueueStatus read(MemorySegment ds) {
    return new QueueStatus(
        perm(ds, "key"),
        perm(ds, "uid"),
        perm(ds, "gid"),
        perm(ds, "cuid"),
        perm(ds, "cgid"),
        perm(ds, "mode"),
        number(ds, "msg_stime"),
        number(ds, "msg_rtime"),
        number(ds, "msg_ctime"),
        number(ds, "msg_cbytes"),
        number(ds, "msg_qnum"),
        ds.get(JAVA_LONG, QBYTES),
        pid(ds, "msg_lspid"),
        pid(ds, "msg_lrpid"));
  }

  static void setQbytes(MemorySegment ds, long qbytes) {
    ds.set(JAVA_LONG, QBYTES, qbytes);
  }

  private static int perm(MemorySegment ds, String field) {
    return ds.get(
        JAVA_INT,
        LAYOUT.byteOffset(PathElement.groupElement("msg_perm"), PathElement.groupElement(field)));
  }

  private static long number(MemorySegment ds, String field) {
    return ds.get(JAVA_LONG, LAYOUT.byteOffset(PathElement.groupElement(field)));
  }

  private static int pid(MemorySegment ds, String field) {
    return ds.get(JAVA_INT, LAYOUT.byteOffset(PathElement.groupElement(field)));
  }
}
