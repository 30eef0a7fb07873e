// Goes beyond the limit that its argument names.
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>
int unshare(int);

int main(int argc, char **argv) {
  const char *what = argc > 1 ? argv[1] : "";
  if (strcmp(what, "processes") == 0) {
    while (fork() >= 0) {
    }
  } else if (strcmp(what, "cpu") == 0) {
    for (volatile long i = 0;; i++) {
    }
  } else if (strcmp(what, "output") == 0) {
    char line[4096];
    memset(line, 'x', sizeof line);
    while (write(1, line, sizeof line) > 0) {
    }
  } else if (strcmp(what, "wall") == 0) {
    pause();
  } else if (strcmp(what, "virtual-time") == 0) {
    sleep(1000000);
  } else if (strcmp(what, "events") == 0) {
    while (write(1, "x", 1) > 0) {
    }
  } else if (strcmp(what, "queues") == 0) {
    while (msgget(IPC_PRIVATE, 0600) >= 0) {
    }
  } else if (strcmp(what, "escape") == 0) {
    printf("%ld %d\n", ptrace(PTRACE_TRACEME, 0, 0, 0), unshare(0x10000000));
  } else if (strcmp(what, "filter") == 0) {
    struct sock_filter allow = BPF_STMT(BPF_RET, SECCOMP_RET_ALLOW);
    struct sock_fprog program = {1, &allow};
    printf("%d ", prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program));
    printf("%ld ", syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program));
    printf("%d\n", prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
  } else if (strcmp(what, "memory") == 0) {
    void *much = mmap(NULL, 1UL << 32, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    printf("%d\n", much == MAP_FAILED);
  }
  return 0;
}
