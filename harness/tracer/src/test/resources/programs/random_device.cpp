// Asks std::random_device, as it comes and by its names.
#include <cstdio>
#include <exception>
#include <random>

int main() {
  std::random_device plain;
  std::printf("plain %08x %08x\n", plain(), plain());
  for (const char *name : {"/dev/urandom", "rdrand", "rdseed", "getentropy"}) {
    try {
      std::random_device named(name);
      std::printf("%s %08x %08x\n", name, named(), named());
    } catch (const std::exception &) {
      // not in this library, or not in this processor
    }
  }
  std::mt19937 twister{std::random_device{}()};
  std::printf("twister %08x\n", (unsigned)twister());
}
