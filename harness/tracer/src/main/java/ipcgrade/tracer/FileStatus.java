package ipcgrade.tracer;

import ipcgrade.tracer.ptrace.Memory;
import java.util.Map;

/**
 * Where a call has put the status of a file. Its device number is one that the kernel gives to a file system when
 * it is mounted, so another in each run: ftok(3) would make another key of it each time.
 *
 * @param device address of st_dev, stat(2), or of stx_dev_major, statx(2)
 * @param halves whether major and minor number are 32 bits each
 */
record FileStatus(long device, boolean halves) {
  private static final int STX_DEV_MAJOR = 0x88;

  /** The major number of disks, Linux allocated devices: so as not to look like something else. */
  private static final int MAJOR = 8;

  static FileStatus stat(long address) {
    return new FileStatus(address, false);
  }

  static FileStatus statx(long address) {
    return new FileStatus(address + STX_DEV_MAJOR, true);
  }

  /** Gives the device the number that it got when it was seen first in this run. */
  void number(int tid, Map<Long, Integer> devices) {
    byte[] bytes = Memory.read(tid, device, 8);
    if (bytes.length == 8) {
      int minor = devices.computeIfAbsent(Memory.word(bytes, 0), _ -> devices.size() + 1);
      Memory.write(
          tid,
          device,
          Memory.words(halves ? MAJOR | (long) minor << 32 : (long) MAJOR << 8 | minor));
    }
  }
}
