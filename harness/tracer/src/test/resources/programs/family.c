// Every way to make a process or a thread, and every way to end.
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/wait.h>
#include <unistd.h>

static int queue;

static void *thread(void *argument) {
  long message[2] = {5, 6};
  msgsnd(queue, message, sizeof(long), 0);
  return argument;
}

int main(int argc, char **argv) {
  if (argc > 1) {
    return 3;
  }
  queue = msgget(IPC_PRIVATE, 0600);
  pthread_t id;
  pthread_create(&id, NULL, thread, NULL);
  pthread_join(id, NULL);
  if (fork() == 0) {
    execl(argv[0], argv[0], "again", (char *)NULL);
  }
  wait(NULL);
  pid_t quick = vfork();
  if (quick == 0) {
    execl("/bin/true", "true", (char *)NULL);
    _exit(1);
  }
  waitpid(quick, NULL, 0);
  if (fork() == 0) {
    raise(SIGKILL);
  }
  siginfo_t info;
  waitid(P_ALL, 0, &info, WEXITED);
  msgctl(queue, IPC_RMID, NULL);
  return 0;
}
