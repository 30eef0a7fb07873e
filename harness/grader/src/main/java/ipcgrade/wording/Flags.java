package ipcgrade.wording;

import java.util.ArrayList;
import java.util.List;

/** The names of the bits in the flags of calls, as the headers have them. */
final class Flags {
  private static final List<Bit> GET = List.of(new Bit(01000, "IPC_CREAT"), new Bit(02000, "IPC_EXCL"));
  private static final List<Bit> MESSAGE =
      List.of(
          new Bit(04000, "IPC_NOWAIT"),
          new Bit(010000, "MSG_NOERROR"),
          new Bit(020000, "MSG_EXCEPT"),
          new Bit(040000, "MSG_COPY"));
  private static final List<Bit> CHANGE =
      List.of(new Bit(04000, "IPC_NOWAIT"), new Bit(010000, "SEM_UNDO"));
  private static final List<Bit> WAIT4 =
      List.of(
          new Bit(1, "WNOHANG"),
          new Bit(2, "WUNTRACED"),
          new Bit(8, "WCONTINUED"),
          new Bit(0x20000000, "__WNOTHREAD"),
          new Bit(0x40000000, "__WALL"),
          new Bit(0x80000000, "__WCLONE"));
  private static final List<Bit> WAITID =
      List.of(
          new Bit(1, "WNOHANG"),
          new Bit(2, "WSTOPPED"),
          new Bit(4, "WEXITED"),
          new Bit(8, "WCONTINUED"),
          new Bit(0x01000000, "WNOWAIT"),
          new Bit(0x20000000, "__WNOTHREAD"),
          new Bit(0x40000000, "__WALL"),
          new Bit(0x80000000, "__WCLONE"));
  private static final int PERMISSIONS = 0777;

  private Flags() {}

  /** Flags of msgget(2) and semget(2): the permission bits stay in octal. */
  static String ofGet(int flags) {
    List<String> names = new ArrayList<>();
    int rest = take(flags & ~PERMISSIONS, GET, names);
    if (rest != 0) {
      names.add("0x" + Integer.toHexString(rest));
    }
    names.add(String.format("0%03o", flags & PERMISSIONS));
    return String.join("|", names);
  }

  /** Flags of msgsnd(2) and msgrcv(2). */
  static String ofMessage(int flags) {
    return named(flags, MESSAGE);
  }

  /** Options of wait4(2), or of waitid(2), which names bit 2 differently. */
  static String ofWait(String call, int options) {
    return named(options, call.equals("waitid") ? WAITID : WAIT4);
  }

  /** Commands of msgctl(2). */
  static String ofControl(int command) {
    // IPC_64, which old C libraries add
    return switch (command & ~0x100) {
      case 0 -> "IPC_RMID";
      case 1 -> "IPC_SET";
      case 2 -> "IPC_STAT";
      case 3 -> "IPC_INFO";
      case 11 -> "MSG_STAT";
      case 12 -> "MSG_INFO";
      case 13 -> "MSG_STAT_ANY";
      default -> Integer.toString(command);
    };
  }

  /** Flags of struct sembuf, semop(2). */
  static String ofChange(int flags) {
    return named(flags, CHANGE);
  }

  /** Commands of semctl(2). */
  static String ofSemaphoreControl(int command) {
    return switch (command) {
      case 0 -> "IPC_RMID";
      case 1 -> "IPC_SET";
      case 2 -> "IPC_STAT";
      case 3 -> "IPC_INFO";
      case 11 -> "GETPID";
      case 12 -> "GETVAL";
      case 13 -> "GETALL";
      case 14 -> "GETNCNT";
      case 15 -> "GETZCNT";
      case 16 -> "SETVAL";
      case 17 -> "SETALL";
      case 18 -> "SEM_STAT";
      case 19 -> "SEM_INFO";
      case 20 -> "SEM_STAT_ANY";
      default -> Integer.toString(command);
    };
  }

  private static String named(int flags, List<Bit> bits) {
    if (flags == 0) {
      return "0";
    }
    List<String> names = new ArrayList<>();
    int rest = take(flags, bits, names);
    if (rest != 0) {
      names.add("0x" + Integer.toHexString(rest));
    }
    return String.join("|", names);
  }

  private static int take(int flags, List<Bit> bits, List<String> names) {
    int rest = flags;
    for (Bit bit : bits) {
      if ((rest & bit.value) != 0) {
        names.add(bit.name);
        rest &= ~bit.value;
      }
    }
    return rest;
  }

  private record Bit(int value, String name) {}
}
