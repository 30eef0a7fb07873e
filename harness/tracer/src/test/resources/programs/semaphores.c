// What semaphores do, each under a name: semaphores NAME
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

union semun {
  int val;
  struct semid_ds *buf;
  unsigned short *array;
};

static int set;

static int change(int number, int by, int flags) {
  struct sembuf one = {number, by, flags};
  return semop(set, &one, 1);
}

static int fails(int result, int error) { return result == -1 && errno == error; }

static int value(int number) { return semctl(set, number, GETVAL); }

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static int timed(int number, int by, double seconds) {
  struct sembuf one = {number, by, 0};
  struct timespec t = {(time_t)seconds, (long)((seconds - (time_t)seconds) * 1e9)};
  return semtimedop(set, &one, 1, &t);
}

static void all(unsigned short a, unsigned short b, unsigned short c) {
  unsigned short values[] = {a, b, c};
  semctl(set, 0, SETALL, (union semun){.array = values});
}

static void nothing(int signal) {}

static void await(int children) {
  while (children-- > 0) {
    wait(NULL);
  }
}

int main(int argc, char **argv) {
  const char *name = argv[1];
  set = semget(IPC_PRIVATE, 3, 0600);
  if (strcmp(name, "opposite order") == 0) {
    all(1, 1, 0);
    for (int child = 0; child < 2; child++) {
      if (fork() == 0) {
        change(child, -1, SEM_UNDO);
        usleep(1000);
        change(!child, -1, SEM_UNDO);
        _exit(0);
      }
    }
    await(2);
  } else if (strcmp(name, "undo") == 0) {
    // dies with semaphore 0 taken, which its end gives back; without SEM_UNDO 2 keeps its value
    all(1, 0, 0);
    if (fork() == 0) {
      struct sembuf both[] = {{0, -1, SEM_UNDO}, {2, 5, 0}, {1, 1, SEM_UNDO}};
      semop(set, both, 3);
      kill(getpid(), SIGKILL);
    }
    change(2, -5, 0);
    printf("%d", change(0, -1, 0));
    printf(" %d %d %d\n", value(0), value(1), value(2));
    wait(NULL);
  } else if (strcmp(name, "undo and set") == 0) {
    // SETVAL makes forget what would have been taken back
    if (fork() == 0) {
      change(0, 3, SEM_UNDO);
      change(1, 3, SEM_UNDO);
      semctl(set, 0, SETVAL, (union semun){.val = 7});
      _exit(0);
    }
    wait(NULL);
    printf("%d %d\n", value(0), value(1));
  } else if (strcmp(name, "zero") == 0) {
    // a barrier: all three go on when the last has come
    all(3, 0, 0);
    for (int child = 0; child < 3; child++) {
      if (fork() == 0) {
        change(0, -1, 0);
        change(0, 0, 0);
        printf("%d\n", value(0));
        fflush(stdout);
        _exit(0);
      }
    }
    await(3);
  } else if (strcmp(name, "removal") == 0) {
    for (int child = 0; child < 2; child++) {
      if (fork() == 0) {
        int result = child ? change(0, -1, 0) : timed(1, -1, 50);
        _exit(result < 0 && errno == EIDRM ? 0 : 1);
      }
    }
    usleep(100000);
    semctl(set, 0, IPC_RMID);
    for (int child = 0; child < 2; child++) {
      int status;
      wait(&status);
      printf("%d ", WEXITSTATUS(status));
    }
    printf("%d\n", fails(change(0, 1, 0), EINVAL));
    return 0;
  } else if (strcmp(name, "timed") == 0) {
    double start = now();
    int result = timed(0, -1, 2);
    printf("%d %d %.1f\n", result, errno == EAGAIN, now() - start);
    if (fork() == 0) {
      sleep(1);
      change(0, 1, 0);
      _exit(0);
    }
    start = now();
    result = timed(0, -1, 2);
    printf("%d %.1f\n", result, now() - start);
    start = now();
    result = timed(0, -1, 0);
    printf("%d %d %.1f\n", result, errno == EAGAIN, now() - start);
    wait(NULL);
    change(0, 1, 0);
    printf("%d\n", timed(0, -1, 0));
    struct sembuf one = {0, -1, 0};
    struct timespec wrong = {-1, 0};
    printf("%d\n", fails(semtimedop(set, &one, 1, &wrong), EINVAL));
    fflush(stdout);
    if (fork() == 0) {
      for (volatile long i = 0; i < 50000000; i++) {
        // takes real time, and none of the program's
      }
      change(0, 1, 0);
      _exit(0);
    }
    printf("%d\n", timed(0, -1, 0.001));
    wait(NULL);
  } else if (strcmp(name, "count") == 0) {
    // waits without any lock until both wait; then serves them
    for (int child = 0; child < 2; child++) {
      if (fork() == 0) {
        change(0, child ? -1 : -2, 0);
        change(1, 1, 0);
        _exit(0);
      }
    }
    while (semctl(set, 0, GETNCNT) < 2) {
    }
    printf("%d %d", semctl(set, 0, GETNCNT), semctl(set, 0, GETZCNT));
    fflush(stdout);
    change(0, 3, 0);
    change(1, -2, 0);
    await(2);
    printf(" %d\n", semctl(set, 0, GETNCNT));
  } else if (strcmp(name, "counted deadlock") == 0) {
    if (fork() == 0) {
      change(0, -1, 0);
      _exit(0);
    }
    while (semctl(set, 0, GETNCNT) < 1) {
    }
    change(1, -1, 0);
  } else if (strcmp(name, "polling") == 0) {
    if (fork() == 0) {
      sleep(1);
      change(0, 1, 0);
      sleep(1);
      change(1, 1, 0);
      _exit(0);
    }
    while (change(0, -1, IPC_NOWAIT) < 0) {
    }
    while (value(1) == 0) {
    }
    wait(NULL);
  } else if (strcmp(name, "interrupted") == 0) {
    // an ignored SIGCHLD does not interrupt semop(2), a handler does
    struct sigaction action = {.sa_handler = nothing, .sa_flags = SA_RESTART};
    sigaction(SIGUSR1, &action, NULL);
    if (fork() == 0) {
      if (fork() == 0) {
        sleep(2);
        change(0, 1, 0);
        _exit(0);
      }
      sleep(1);
      _exit(0);
    }
    printf("%d\n", change(0, -1, 0));
    wait(NULL);
    if (fork() == 0) {
      sleep(1);
      kill(getppid(), SIGUSR1);
      sleep(1);
      change(0, 1, 0);
      _exit(0);
    }
    printf("%d", change(0, -1, 0));
    printf(" %d\n", errno == EINTR);
    printf("%d\n", timed(0, -1, 5));
    wait(NULL);
  } else if (strcmp(name, "errors") == 0) {
    struct sembuf later[] = {{0, -1, 0}, {1, -1, IPC_NOWAIT}};
    all(1, 0, 0);
    printf("%d", fails(semop(set, later, 2), EAGAIN));
    printf(" %d\n", value(0));
    printf("%d\n", fails(change(3, 1, 0), EFBIG));
    change(0, 32766, 0);
    printf("%d\n", fails(change(0, 1, 0), ERANGE));
    printf("%d\n", fails(semop(set, NULL, 1), EFAULT));
    printf("%d\n", fails(semop(set, later, 501), E2BIG));
    printf("%d\n", fails(semop(set, later, 0), EINVAL));
    printf("%d\n", fails(semctl(set, 0, SETVAL, (union semun){.val = 32768}), ERANGE));
    struct sembuf same[] = {{1, 2, 0}, {1, -1, 0}, {1, -1, 0}, {1, 0, 0}};
    printf("%d %d\n", semop(set, same, 4), value(1));
    semctl(set, 0, IPC_SET, (union semun){.buf = &(struct semid_ds){.sem_perm.mode = 0}});
  } else if (strcmp(name, "stopped where") == 0) {
    all(1, 1, 0);
    if (fork() == 0) {
      struct sembuf both[] = {{0, 0, 0}, {1, 0, 0}};
      semop(set, both, 2);
      _exit(0);
    }
    while (semctl(set, 0, GETZCNT) == 0) {
    }
    for (int by = -1; by <= 1; by += 2) {
      change(0, by, 0);
      printf("%d", semctl(set, 0, GETZCNT));
      printf(" %d\n", semctl(set, 1, GETZCNT));
    }
    all(0, 0, 0);
    await(1);
  } else if (strcmp(name, "pending") == 0) {
    // in the kernel the one who came first is served first, but not before what it asks for is all there
    for (int child = 0; child < 3; child++) {
      if (fork() == 0) {
        struct sembuf both[] = {{0, -1, 0}, {1, -1, 0}};
        child == 0 ? semop(set, both, 2) : change(0, -1, 0);
        change(2, 1, 0);
        _exit(0);
      }
      while (semctl(set, 0, GETNCNT) <= child) {
      }
    }
    change(0, 2, 0);
    change(2, -2, 0);
    printf("%d %d\n", value(0), semctl(set, 0, GETNCNT) + semctl(set, 1, GETNCNT));
    struct sembuf rest[] = {{1, 1, 0}, {0, 1, 0}};
    semop(set, rest, 2);
    await(3);
    printf("%d %d %d\n", value(0), value(1), value(2));
  } else if (strcmp(name, "random") == 0) {
    // anything at all: what the kernel makes of it is for the model to say
    for (int child = 0; child < 5; child++) {
      if (fork() == 0) {
        srand(atoi(argv[2]) * 5 + child);
        for (int i = 0; i < 25; i++) {
          struct sembuf changes[4];
          int count = 1 + rand() % 3 * (rand() % 2);
          for (int each = 0; each < count; each++) {
            static const int flags[] = {0, 0, 0, SEM_UNDO, SEM_UNDO, IPC_NOWAIT, SEM_UNDO | IPC_NOWAIT};
            int by = rand() % 20 == 0 ? 20000 : rand() % 5 - 2;
            changes[each] = (struct sembuf){rand() % 3, by, flags[rand() % 7]};
          }
          struct timespec soon = {0, rand() % 1000000000};
          int what = rand() % 12;
          if (what == 0) {
            semctl(set, rand() % 4, SETVAL, (union semun){.val = rand() % 4});
          } else if (what == 1) {
            all(rand() % 3, rand() % 3, rand() % 3);
          } else if (what == 2) {
            semctl(set, rand() % 3, GETNCNT);
          } else if (what == 3) {
            semctl(set, rand() % 3, GETZCNT);
          } else if (what == 4 && rand() % 8 == 0) {
            kill(getpid(), SIGKILL);
          } else {
            semtimedop(set, changes, count, what < 11 ? &soon : NULL);
          }
        }
        _exit(0);
      }
    }
    await(5);
  } else if (strcmp(name, "crowd") == 0) {
    all(1, 0, 0);
    int queue = msgget(IPC_PRIVATE, 0600);
    for (int child = 0; child < 6; child++) {
      if (fork() == 0) {
        for (int i = 0; i < 4; i++) {
          change(0, -1, SEM_UNDO);
          long message[2] = {child + 1, i};
          msgsnd(queue, message, sizeof(long), 0);
          change(0, 1, SEM_UNDO);
        }
        change(1, 1, child % 2 ? SEM_UNDO : 0);
        change(1, 0, IPC_NOWAIT);
        _exit(0);
      }
    }
    await(6);
    printf("%d %d\n", value(0), value(1));
    msgctl(queue, IPC_RMID, NULL);
  }
  semctl(set, 0, IPC_RMID);
  return 0;
}
