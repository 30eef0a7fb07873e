// Waits for signals, each under a name: pauses NAME
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/select.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile int seen;

static void handler(int signal) { seen = signal; }

int main(int argc, char **argv) {
  const char *name = argv[1];
  sigset_t one, none;
  sigemptyset(&none);
  sigemptyset(&one);
  sigaddset(&one, SIGUSR1);
  signal(SIGUSR1, handler);
  signal(SIGALRM, handler);
  if (strcmp(name, "woken") == 0) {
    if (fork() == 0) {
      sleep(1);
      kill(getppid(), SIGUSR1);
      _exit(0);
    }
    int result = pause();
    printf("%d %d %d\n", result, errno == EINTR, seen);
    wait(NULL);
    alarm(3);
    pause();
    printf("%d\n", seen);
    for (int way = 0; way < 4; way++) {
      seen = 0;
      alarm(1);
      result = way == 0   ? poll(NULL, 0, -1)
               : way == 1 ? ppoll(NULL, 0, NULL, &none)
               : way == 2 ? select(0, NULL, NULL, NULL, NULL)
                          : pselect(0, NULL, NULL, NULL, NULL, &none);
      printf("%d %d %d\n", result, errno == EINTR, seen);
    }
  } else if (strcmp(name, "suspended") == 0) {
    // pending already, and kept back by the mask until sigsuspend lets it through
    sigprocmask(SIG_BLOCK, &one, NULL);
    raise(SIGUSR1);
    printf("%d ", seen);
    int result = sigsuspend(&none);
    printf("%d %d %d\n", result, errno == EINTR, seen);
    if (fork() == 0) {
      sleep(1);
      kill(getppid(), SIGUSR1);
      sleep(1);
      kill(getppid(), SIGALRM);
      _exit(0);
    }
    seen = 0;
    sigsuspend(&one);
    printf("%d", seen);
    seen = 0;
    sigsuspend(&none);
    printf(" %d\n", seen);
    wait(NULL);
  } else if (strcmp(name, "forever") == 0) {
    // the end of the child is no signal that it feels
    if (fork() == 0) {
      sleep(1);
      _exit(0);
    }
    pause();
  } else if (strcmp(name, "masked") == 0) {
    raise(SIGUSR1);
    sigprocmask(SIG_BLOCK, &one, NULL);
    raise(SIGUSR1);
    sigsuspend(&one);
  } else if (strcmp(name, "killed") == 0) {
    pid_t child = fork();
    if (child == 0) {
      while (1) {
        pause();
      }
    }
    sleep(1);
    kill(child, SIGTERM);
    int status;
    wait(&status);
    printf("%d\n", WTERMSIG(status));
  } else if (strcmp(name, "real timer") == 0) {
    // a timer that the tracer does not see: nobody can say that nobody will ever move
    timer_t timer;
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1};
    timer_create(CLOCK_MONOTONIC, &event, &timer);
    struct itimerspec soon = {.it_value = {0, 200000000}};
    timer_settime(timer, 0, &soon, NULL);
    pause();
    printf("%d\n", seen);
  }
  return 0;
}
