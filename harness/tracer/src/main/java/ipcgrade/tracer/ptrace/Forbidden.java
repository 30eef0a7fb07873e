package ipcgrade.tracer.ptrace;

/**
 * The system calls that no build and no run may make, with their numbers on x86-64 and aarch64. They
 * fail as if the caller lacked a privilege, or the kernel the call.
 *
 * <p>Most need a capability that a submission does not have in any case. They are here because a user
 * namespace, or a kernel with a hole, would give it.
 */
enum Forbidden {
  // reach into other processes, or act on them out of the tracer's sight
  PTRACE(101, 117),
  PROCESS_VM_READV(310, 270),
  PROCESS_VM_WRITEV(311, 271),
  KCMP(312, 272),
  PIDFD_SEND_SIGNAL(424, 424),
  PIDFD_GETFD(438, 438),
  PROCESS_MADVISE(440, 440),
  PROCESS_MRELEASE(448, 448),
  MIGRATE_PAGES(256, 238),
  MOVE_PAGES(279, 239),

  // hide calls from the tracer: SECCOMP_RET_USER_NOTIF comes before SECCOMP_RET_TRACE and may let one through
  SECCOMP(317, 277),
  IO_URING_SETUP(425, 425),
  IO_URING_ENTER(426, 426),
  IO_URING_REGISTER(427, 427),

  // make namespaces, enter them, change what is mounted where
  UNSHARE(272, 97),
  SETNS(308, 268),
  CHROOT(161, 51),
  PIVOT_ROOT(155, 41),
  MOUNT(165, 40),
  UMOUNT2(166, 39),
  OPEN_TREE(428, 428),
  MOVE_MOUNT(429, 429),
  FSOPEN(430, 430),
  FSCONFIG(431, 431),
  FSMOUNT(432, 432),
  FSPICK(433, 433),
  MOUNT_SETATTR(442, 442),
  OPEN_TREE_ATTR(467, 467),

  // reach files past the mounts
  NAME_TO_HANDLE_AT(303, 264),
  OPEN_BY_HANDLE_AT(304, 265),
  LOOKUP_DCOOKIE(212, 18),
  FANOTIFY_INIT(300, 262),
  FANOTIFY_MARK(301, 263),

  // load code into the kernel, or watch it
  BPF(321, 280),
  PERF_EVENT_OPEN(298, 241),
  USERFAULTFD(323, 282),
  INIT_MODULE(175, 105),
  FINIT_MODULE(313, 273),
  DELETE_MODULE(176, 106),
  KEXEC_LOAD(246, 104),
  KEXEC_FILE_LOAD(320, 294),
  SYSLOG(103, 116),
  MODIFY_LDT(154, Numbers.NONE),
  IOPL(172, Numbers.NONE),
  IOPERM(173, Numbers.NONE),

  // change the machine, or what all its users share
  ADD_KEY(248, 217),
  REQUEST_KEY(249, 218),
  KEYCTL(250, 219),
  ACCT(163, 89),
  SWAPON(167, 224),
  SWAPOFF(168, 225),
  REBOOT(169, 142),
  QUOTACTL(179, 60),
  QUOTACTL_FD(443, 443),
  SETHOSTNAME(170, 161),
  SETDOMAINNAME(171, 162),
  SETTIMEOFDAY(164, 170),
  CLOCK_SETTIME(227, 112),
  ADJTIMEX(159, 171),
  CLOCK_ADJTIME(305, 266),
  VHANGUP(153, 58),

  // memory that is in no file system, of which nobody could tell how much there is
  MEMFD_CREATE(319, 279, Errno.ENOSYS),
  MEMFD_SECRET(447, 447, Errno.ENOSYS),

  // takes its flags from memory, where no filter can look; the C library then uses clone(2)
  CLONE3(435, 435, Errno.ENOSYS);

  private final int x8664;
  private final int aarch64;
  private final int errno;

  Forbidden(int x8664, int aarch64) {
    this(x8664, aarch64, Errno.EPERM);
  }

  Forbidden(int x8664, int aarch64, int errno) {
    this.x8664 = x8664;
    this.aarch64 = aarch64;
    this.errno = errno;
  }

  Numbers numbers() {
    return new Numbers(x8664, aarch64);
  }

  /** What it fails with. */
  int errno() {
    return errno;
  }
}
