// Fake: the threads write into a pipe, and main has the kernel empty it.
// Verdict: were both written by main
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static int lines[2];

static void *task(void *name) {
    dprintf(lines[1], "Starting %s\n", (char *)name);
    sleep(2);
    dprintf(lines[1], "Finished %s\n", (char *)name);
    return NULL;
}

int main(void) {
    pthread_t workers[2];
    char *names[2] = {"Thread-1", "Thread-2"};
    pipe(lines);
    for (int n = 0; n < 2; n++) pthread_create(&workers[n], NULL, task, names[n]);
    for (int spliced = 0; spliced < 4 * 18;) {
        int moved = splice(lines[0], NULL, 1, NULL, 18, 0);
        if (moved < 0) return 77;
        spliced += moved;
    }
    for (int n = 0; n < 2; n++) pthread_join(workers[n], NULL);
    puts("All threads completed!");
}
