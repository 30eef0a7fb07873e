/*
 * Plays random queue scripts in several processes. scripts.txt, one word and its numbers per line:
 *
 *   script WORKERS     a fresh queue; lines of process 0 (the parent, which must not wait) to WORKERS follow
 *   send P TYPE SIZE BYTE FLAGS
 *   receive P MSGTYP SIZE FLAGS
 *   lose P MSGTYP FLAGS        a receive into nowhere: EFAULT
 *   room P QBYTES              IPC_SET
 *   stat P                     IPC_STAT
 *   remove P                   IPC_RMID
 *   signal P WORKER            SIGUSR1, which interrupts
 *   pause P MILLISECONDS
 *
 * The workers begin together. When nobody can move any more the parent wakes up, since it sleeps, and removes
 * the queue.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_LINES = 20000, MOST_WORKERS = 32, MOST_TEXT = 9000 };

static struct { char word[8]; int process; long a, b, c, d; } lines[MOST_LINES];
static int count;
static pid_t workers[MOST_WORKERS + 1];

static void nothing(int signal) { (void) signal; }

static void play(int queue, int from, int process) {
  static struct { long type; char text[MOST_TEXT]; } message;
  struct msqid_ds state;
  for (int i = from; i < count && strcmp(lines[i].word, "script") != 0; i++) {
    if (lines[i].process != process) continue;
    long a = lines[i].a, b = lines[i].b, c = lines[i].c, d = lines[i].d;
    switch (lines[i].word[0] == 's' ? lines[i].word[1] : lines[i].word[2]) {
    case 'e':
      message.type = a;
      memset(message.text, (int) c, MOST_TEXT);
      msgsnd(queue, &message, b, (int) d);
      break;
    case 'c': msgrcv(queue, &message, b, a, (int) c); break;
    case 's': msgrcv(queue, NULL, 64, a, (int) b); break;
    case 'o':
      memset(&state, 0, sizeof state);
      state.msg_qbytes = a;
      state.msg_perm.uid = getuid();
      state.msg_perm.gid = getgid();
      state.msg_perm.mode = 0600;
      msgctl(queue, IPC_SET, &state);
      break;
    case 't': msgctl(queue, IPC_STAT, &state); break;
    case 'm': msgctl(queue, IPC_RMID, NULL); break;
    case 'i': kill(workers[a], SIGUSR1); break;
    case 'u': usleep(a * 1000); break;
    }
  }
}

static void run(int from, int workers_wanted) {
  int queue = msgget(IPC_PRIVATE, 0600), gate[2];
  if (pipe(gate) != 0) exit(1);
  for (int w = 1; w <= workers_wanted; w++) {
    if ((workers[w] = fork()) == 0) {
      char byte;
      close(gate[1]);
      if (read(gate[0], &byte, 1) < 0) exit(1);
      play(queue, from, w);
      _exit(0);
    }
  }
  close(gate[1]);
  close(gate[0]);
  play(queue, from, 0);
  usleep(1000);
  msgctl(queue, IPC_RMID, NULL);
  while (wait(NULL) > 0) {
  }
}

int main(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = nothing;
  sigaction(SIGUSR1, &action, NULL);
  FILE *file = fopen("scripts.txt", "r");
  char text[100];
  if (file == NULL) return 1;
  while (count < MOST_LINES && fgets(text, sizeof text, file) != NULL) {
    sscanf(text, "%7s %d %ld %ld %ld %ld", lines[count].word, &lines[count].process, &lines[count].a,
           &lines[count].b, &lines[count].c, &lines[count].d);
    count++;
  }
  fclose(file);
  for (int i = 0; i < count; i++) {
    if (strcmp(lines[i].word, "script") == 0) run(i + 1, lines[i].process);
  }
  return 0;
}
