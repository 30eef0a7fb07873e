// Looks at its processor time, sleeps, and waits for half a second of it to pass.
#include <stdio.h>
#include <time.h>
#include <unistd.h>

int main(void) {
  clock_t start = clock();
  sleep(1);
  printf("%ld %ld\n", (long)start, (long)(clock() - start));
  fflush(stdout);
  while (clock() - start < CLOCKS_PER_SEC / 2) {
  }
  struct timespec thread;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &thread);
  printf("%ld %d\n", (long)(clock() - start) / 10000, thread.tv_sec == 0 && thread.tv_nsec > 500000000);
}
