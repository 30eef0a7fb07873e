// Draws random bytes in every way that the kernel offers; three children, in one way each of them and in another later.
#include <elf.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/random.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

static void show(const char *how, const unsigned char *bytes, size_t length) {
  char line[200];
  int at = snprintf(line, sizeof line, "%s", how);
  for (size_t i = 0; i < length; i++) at += snprintf(line + at, sizeof line - at, " %02x", bytes[i]);
  line[at++] = '\n';
  write(1, line, at);
}

int main(void) {
  unsigned char bytes[8], more[8];
  if (getrandom(bytes, 8, 0) == 8) show("getrandom", bytes, 8);
  show("AT_RANDOM", (unsigned char *)getauxval(AT_RANDOM), 8);
  int urandom = open("/dev/urandom", O_RDONLY);
  if (read(urandom, bytes, 8) == 8) show("read", bytes, 8);
  if (pread(urandom, bytes, 8, 100) == 8) show("pread", bytes, 8);
  struct iovec two[] = {{bytes, 3}, {more, 5}};
  if (readv(urandom, two, 2) == 8) {
    memcpy(bytes + 3, more, 5);
    show("readv", bytes, 8);
  }
  FILE *file = fopen("/dev/random", "r");
  if (fread(bytes, 1, 8, file) == 8) show("fread", bytes, 8);
  int copy = dup(urandom);
  close(urandom);
  // what is no random device is left alone, and so are errors
  int null = open("/dev/null", O_RDONLY), wrong = open("/dev/urandom", O_WRONLY);
  printf("%zd %zd %zd %zd\n", read(null, bytes, 8), read(copy, (void *)8, 8), read(wrong, bytes, 8), read(copy, bytes, 0));
  fflush(stdout);
  static unsigned char large[300000];
  size_t all = 0;
  ssize_t got;
  while (all < sizeof large && (got = read(copy, large + all, sizeof large - all)) > 0) all += got;
  show("large", large + sizeof large - 8, 8);
  for (int i = 0; i < 3; i++)
    if (fork() == 0) {
      char name[16];
      snprintf(name, sizeof name, "child %d", i);
      getrandom(bytes, 4, 0);
      usleep(1000);
      read(copy, bytes + 4, 4);
      show(name, bytes, 8);
      _exit(0);
    }
  while (wait(NULL) > 0) {
  }
}
