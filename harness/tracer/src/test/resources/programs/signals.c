// A receive that a handler interrupts, a receive that an ignored SIGCHLD does not, a wait that restarts.
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/wait.h>
#include <unistd.h>

static int queue;
static volatile int seen;

static void handler(int signal) { seen = signal; }

int main(void) {
  long message[2] = {1, 2};
  queue = msgget(IPC_PRIVATE, 0600);
  struct sigaction action = {.sa_handler = handler};
  sigaction(SIGUSR1, &action, NULL);
  action.sa_flags = SA_RESTART;
  sigaction(SIGUSR2, &action, NULL);

  if (fork() == 0) {
    sleep(1);
    kill(getppid(), SIGUSR1);
    _exit(0);
  }
  long got = msgrcv(queue, message, sizeof(long), 0, 0);
  printf("%ld %d %d\n", got, errno, seen);
  wait(NULL);

  if (fork() == 0) {
    if (fork() == 0) {
      sleep(2);
      message[0] = 4;
      msgsnd(queue, message, sizeof(long), 0);
      _exit(0);
    }
    _exit(0);
  }
  got = msgrcv(queue, message, sizeof(long), 0, 0); // its child ends meanwhile
  printf("%ld %ld\n", got, message[0]);
  wait(NULL);

  pid_t child = fork();
  if (child == 0) {
    kill(getppid(), SIGUSR2);
    sleep(1);
    kill(getppid(), SIGUSR1);
    sleep(1);
    _exit(9);
  }
  int status = 0;
  pid_t first = waitpid(child, &status, 0); // restarted after SIGUSR2, interrupted by SIGUSR1
  printf("%d %d %d\n", first, errno, seen);
  printf("%d", waitpid(child, &status, 0) == child);
  printf(" %d\n", WEXITSTATUS(status));
  msgctl(queue, IPC_RMID, NULL);
  return 0;
}
