// Fake: two threads are idle, and main prints for them by system calls of a
// 32-bit program.
// Verdict: came in a way in which its writer cannot be seen
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static void say(const char *line) {
#ifdef __x86_64__
    static char *low;
    if (!low) low = mmap(0, 4096, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
    strcpy(low, line);
    long result;
    __asm__ volatile("int $0x80" : "=a"(result)
                     : "a"(4), "b"(1), "c"(low), "d"(strlen(low)) : "memory", "r8", "r9", "r10", "r11");
    if (result < 0) _exit(77);
#else
    _exit(77);
#endif
}

static void *idle(void *nothing) {
    usleep(2010000);
    return nothing;
}

int main(void) {
    pthread_t workers[2];
    for (int n = 0; n < 2; n++) pthread_create(&workers[n], NULL, idle, NULL);
    say("Starting Thread-1\n");
    say("Starting Thread-2\n");
    sleep(2);
    say("Finished Thread-1\n");
    say("Finished Thread-2\n");
    for (int n = 0; n < 2; n++) pthread_join(workers[n], NULL);
    puts("All threads completed!");
}
