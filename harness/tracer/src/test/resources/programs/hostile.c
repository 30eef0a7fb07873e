// Goes beyond the limit that its argument names, or does what looks like it.
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
int unshare(int);

static const size_t MIB = 1 << 20;

static char *mapped(size_t size, int flags) {
  return mmap(NULL, size, PROT_READ | PROT_WRITE, flags | MAP_ANONYMOUS, -1, 0);
}

// Writes size bytes to a new file; returns its descriptor.
static int file(const char *name, size_t size) {
  int fd = open(name, O_CREAT | O_RDWR, 0600);
  char block[4096] = {1};
  for (size_t written = 0; written < size && write(fd, block, sizeof block) > 0; written += sizeof block) {
  }
  return fd;
}

static int overflow(int depth) {
  volatile char frame[4096];
  frame[0] = depth;
  return overflow(depth + 1) + frame[0];
}

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
  } else if (strcmp(what, "computes") == 0) {
    struct rusage used;
    do {
      getrusage(RUSAGE_SELF, &used);
    } while (used.ru_utime.tv_sec == 0 && used.ru_utime.tv_usec + used.ru_stime.tv_usec < 400000);
  } else if (strcmp(what, "wall") == 0) {
    // for what it holds the other end of itself: nobody else can know that nobody writes there
    int ends[2];
    char byte;
    pipe(ends);
    read(ends[0], &byte, 1);
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
  } else if (strcmp(what, "addresses") == 0) {
    printf("%d\n", mapped(1UL << 32, MAP_PRIVATE) == MAP_FAILED);
  } else if (strcmp(what, "memory") == 0) {
    memset(mapped(200 * MIB, MAP_PRIVATE), 1, 200 * MIB);
    pause();
  } else if (strcmp(what, "memory of many") == 0) {
    for (int i = 0; i < 7 && fork() > 0; i++) {
    }
    memset(mapped(10 * MIB, MAP_PRIVATE), 1, 10 * MIB);
    pause();
  } else if (strcmp(what, "memory of a segment") == 0) {
    char *segment = shmat(shmget(IPC_PRIVATE, 200 * MIB, 0600), NULL, 0);
    memset(segment, 1, 200 * MIB);
    shmdt(segment);
    pause();
  } else if (strcmp(what, "memory of nobody") == 0) {
    char *shared = mapped(200 * MIB, MAP_SHARED);
    for (int part = 0; part < 20; part++) {
      if (fork() == 0) {
        memset(shared + part * 10 * MIB, 1, 10 * MIB);
        return 0;
      }
      wait(NULL);
    }
    pause();
  } else if (strcmp(what, "memory of forked copies") == 0) {
    char *copied = mapped(20 * MIB, MAP_PRIVATE);
    memset(copied, 1, 20 * MIB);
    for (int i = 0; i < 10; i++) {
      if (fork() == 0) {
        for (volatile long turn = 0; turn < 5000000; turn++) {
        }
        return copied[i] - 1;
      }
    }
    while (wait(NULL) > 0) {
    }
  } else if (strcmp(what, "stack") == 0) {
    return overflow(0);
  } else if (strcmp(what, "zombies") == 0) {
    for (int i = 0; i < 1000; i++) {
      if (fork() == 0) {
        return 0;
      }
    }
  } else if (strcmp(what, "file-size") == 0) {
    file("/tmp/a", 2 * MIB);
  } else if (strcmp(what, "file-size ignored") == 0) {
    signal(SIGXFSZ, SIG_IGN);
    int fd = file("/tmp/a", 2 * MIB);
    int refused = errno == EFBIG;
    printf("%ld %d\n", (long)lseek(fd, 0, SEEK_END), refused);
  } else if (strcmp(what, "disk") == 0) {
    for (int i = 0; i < 6; i++) {
      char name[20];
      sprintf(name, "/tmp/%d", i);
      file(name, MIB);
    }
  } else if (strcmp(what, "disk of nobody") == 0) {
    for (int i = 0; i < 6; i++) {
      file("/tmp/a", MIB);
      unlink("/tmp/a");
    }
    pause();
  } else if (strcmp(what, "disk of empty files") == 0) {
    for (int i = 0; i < 5000; i++) {
      char name[20];
      sprintf(name, "/tmp/%d", i);
      close(open(name, O_CREAT, 0600));
    }
  } else if (strcmp(what, "segments and a deadlock") == 0) {
    for (int i = 0; i < 9; i++) {
      shmget(IPC_PRIVATE, 4096, 0600);
    }
    pause();
  } else if (strcmp(what, "semaphores") == 0) {
    for (int i = 0; i < 9; i++) {
      semget(IPC_PRIVATE, 1, 0600);
    }
  } else if (strcmp(what, "shared-memory") == 0) {
    for (int i = 0; i < 9; i++) {
      shmget(IPC_PRIVATE, 1, 0600);
    }
  } else if (strcmp(what, "payload") == 0) {
    static struct {
      long type;
      char text[8192];
    } message = {1, ""};
    int queue = msgget(IPC_PRIVATE, 0600);
    while (msgsnd(queue, &message, sizeof message.text, 0) == 0) {
      msgrcv(queue, &message, sizeof message.text, 0, 0);
    }
  } else if (strcmp(what, "arguments") == 0) {
    static char word[100000];
    memset(word, 'x', sizeof word - 1);
    execl("/proc/self/exe", argv[0], what, word, NULL);
  } else if (strcmp(what, "families") == 0) {
    for (int family = 1; family < 46; family++) {
      if (socket(family, SOCK_STREAM, 0) >= 0 || (errno != EAFNOSUPPORT && errno != ESOCKTNOSUPPORT)) {
        printf("%d ", family);
      }
    }
    printf("%ld\n", syscall(SYS_memfd_create, "x", 0));
  }
  return 0;
}
