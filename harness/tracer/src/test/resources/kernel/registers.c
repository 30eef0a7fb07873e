/*
 * Prints what a tracer sees of a child that makes calls, is interrupted and handles the signal: registers.txt
 * of each architecture.
 *
 *   gcc -O1 registers.c -o registers && ./registers
 *
 * Each line is the name of a stop, what it shows, and 8-byte words:
 *   call       ip, sp, number and six arguments, from PTRACE_GET_SYSCALL_INFO
 *   registers  the regset NT_PRSTATUS
 *   frame      the stack from sp, at the first instruction of a signal handler
 */
#include <elf.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#define GET_SYSCALL_INFO 0x420e
#define FRAME 80

struct info {
  unsigned char op, pad[3];
  unsigned arch;
  unsigned long ip, sp, words[8];
};

static pid_t child;

static void nothing(int signal) { (void) signal; }

static void words(const char *stop, const char *what, const unsigned long *words, unsigned count) {
  printf("%s %s", stop, what);
  for (unsigned i = 0; i < count; i++) printf(" %lx", words[i]);
  printf("\n");
}

static unsigned long registers(const char *stop) {
  unsigned long all[64];
  struct iovec vector = {all, sizeof all};
  struct info info;
  ptrace(PTRACE_GETREGSET, child, NT_PRSTATUS, &vector);
  ptrace(GET_SYSCALL_INFO, child, sizeof info, &info);
  if (info.op == 1) words(stop, "call", &info.ip, 9);
  words(stop, "registers", all, vector.iov_len / 8);
  return info.sp;
}

/* Lets it go on until it makes a call that blocks; `stop` is its entry. */
static void blocks(const char *stop, int calls) {
  for (int i = 0; i < calls; i++) {
    ptrace(PTRACE_SYSCALL, child, 0, 0);
    waitpid(child, 0, 0);
  }
  registers(stop);
  ptrace(PTRACE_SYSCALL, child, 0, 0);
  usleep(300000);
}

/* Interrupts that call and goes into the handler. */
static void handles(int signal, const char *interrupted, const char *handler) {
  unsigned long frame[FRAME], sp;
  kill(child, signal);
  waitpid(child, 0, 0);
  registers(interrupted);
  ptrace(PTRACE_SYSCALL, child, 0, 0);
  waitpid(child, 0, 0);
  ptrace(PTRACE_SINGLESTEP, child, 0, signal);
  waitpid(child, 0, 0);
  sp = registers(handler);
  for (int i = 0; i < FRAME; i++) frame[i] = ptrace(PTRACE_PEEKDATA, child, sp + 8 * i, 0);
  words(handler, "frame", frame, FRAME);
}

int main(void) {
  struct sigaction action;
  int ends[2];
  char byte;
  memset(&action, 0, sizeof action);
  action.sa_handler = nothing;
  sigaction(SIGUSR1, &action, 0);
  action.sa_flags = SA_RESTART;
  sigaction(SIGUSR2, &action, 0);
  if (pipe(ends)) return 1;
  child = fork();
  if (!child) {
    ptrace(PTRACE_TRACEME, 0, 0, 0);
    kill(getpid(), SIGSTOP);
    while (1) if (read(ends[0], &byte, 1) == 1) _exit(1);
  }
  waitpid(child, 0, 0);
  ptrace(PTRACE_SETOPTIONS, child, 0, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
  blocks("entry", 1);
  handles(SIGUSR1, "interrupted", "handler");
  /* rt_sigreturn(2), its entry and its return */
  blocks("entry-2", 3);
  handles(SIGUSR2, "interrupted-2", "restarting-handler");
  return 0;
}
