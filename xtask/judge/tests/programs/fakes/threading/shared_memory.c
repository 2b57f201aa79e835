// Fake: processes in place of threads, which share all of their memory.
// Verdict: saw 3 processes with 3 threads
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static int task(void *name) {
    dprintf(1, "Starting %s\n", (char *)name);
    sleep(2);
    dprintf(1, "Finished %s\n", (char *)name);
    return 0;
}

int main(void) {
    const int flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | SIGCHLD;
    char *names[2] = {"Thread-1", "Thread-2"};
    for (int n = 0; n < 2; n++) clone(task, (char *)malloc(65536) + 65536, flags, names[n]);
    while (wait(NULL) > 0) {}
    puts("All threads completed!");
}
