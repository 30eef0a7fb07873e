// A child is stopped, seen to be stopped, continued, and ends.
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void) {
  pid_t child = fork();
  if (child == 0) {
    sleep(5);
    _exit(4);
  }
  sleep(1);
  kill(child, SIGSTOP);
  int status;
  waitpid(child, &status, WUNTRACED);
  printf("stopped %d\n", WIFSTOPPED(status) && WSTOPSIG(status) == SIGSTOP);
  sleep(1);
  kill(child, SIGCONT);
  waitpid(child, &status, 0);
  printf("ended %d\n", WEXITSTATUS(status));
  return 0;
}
