package ipcgrade.tracer.ptrace;

/**
 * The system calls that no build and no run may make, with their numbers on x86-64: asm/unistd_64.h. They
 * fail as if the caller lacked a privilege, or the kernel the call.
 *
 * <p>Most need a capability that a submission does not have in any case. They are here because a user
 * namespace, or a kernel with a hole, would give it.
 */
enum Forbidden {
  // reach into other processes, or act on them out of the tracer's sight
  PTRACE(101),
  PROCESS_VM_READV(310),
  PROCESS_VM_WRITEV(311),
  KCMP(312),
  PIDFD_SEND_SIGNAL(424),
  PIDFD_GETFD(438),
  PROCESS_MADVISE(440),
  PROCESS_MRELEASE(448),
  MIGRATE_PAGES(256),
  MOVE_PAGES(279),

  // hide calls from the tracer: SECCOMP_RET_USER_NOTIF comes before SECCOMP_RET_TRACE and may let one through
  SECCOMP(317),
  IO_URING_SETUP(425),
  IO_URING_ENTER(426),
  IO_URING_REGISTER(427),

  // make namespaces, enter them, change what is mounted where
  UNSHARE(272),
  SETNS(308),
  CHROOT(161),
  PIVOT_ROOT(155),
  MOUNT(165),
  UMOUNT2(166),
  OPEN_TREE(428),
  MOVE_MOUNT(429),
  FSOPEN(430),
  FSCONFIG(431),
  FSMOUNT(432),
  FSPICK(433),
  MOUNT_SETATTR(442),
  OPEN_TREE_ATTR(467),

  // reach files past the mounts
  NAME_TO_HANDLE_AT(303),
  OPEN_BY_HANDLE_AT(304),
  LOOKUP_DCOOKIE(212),
  FANOTIFY_INIT(300),
  FANOTIFY_MARK(301),

  // load code into the kernel, or watch it
  BPF(321),
  PERF_EVENT_OPEN(298),
  USERFAULTFD(323),
  INIT_MODULE(175),
  FINIT_MODULE(313),
  DELETE_MODULE(176),
  KEXEC_LOAD(246),
  KEXEC_FILE_LOAD(320),
  SYSLOG(103),
  MODIFY_LDT(154),
  IOPL(172),
  IOPERM(173),

  // change the machine, or what all its users share
  ADD_KEY(248),
  REQUEST_KEY(249),
  KEYCTL(250),
  ACCT(163),
  SWAPON(167),
  SWAPOFF(168),
  REBOOT(169),
  QUOTACTL(179),
  QUOTACTL_FD(443),
  SETHOSTNAME(170),
  SETDOMAINNAME(171),
  SETTIMEOFDAY(164),
  CLOCK_SETTIME(227),
  ADJTIMEX(159),
  CLOCK_ADJTIME(305),
  VHANGUP(153),

  // memory that is in no file system, of which nobody could tell how much there is
  MEMFD_CREATE(319, Errno.ENOSYS),
  MEMFD_SECRET(447, Errno.ENOSYS),

  // takes its flags from memory, where no filter can look; the C library then uses clone(2)
  CLONE3(435, Errno.ENOSYS);

  private final int number;
  private final int errno;

  Forbidden(int number) {
    this(number, Errno.EPERM);
  }

  Forbidden(int number, int errno) {
    this.number = number;
    this.errno = errno;
  }

  /** Its number in the system call table of this architecture. */
  int number() {
    return number;
  }

  /** What it fails with. */
  int errno() {
    return errno;
  }
}
