// Fake: the threads put their lines into a file, and main has the kernel send
// them.
// Verdict: were both written by main
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <unistd.h>

static int file;

static void *task(void *name) {
    dprintf(file, "Starting %s\n", (char *)name);
    sleep(2);
    dprintf(file, "Finished %s\n", (char *)name);
    return NULL;
}

int main(void) {
    pthread_t workers[2];
    char *names[2] = {"Thread-1", "Thread-2"};
    file = memfd_create("lines", 0);
    for (int n = 0; n < 2; n++) pthread_create(&workers[n], NULL, task, names[n]);
    off_t sent = 0;
    while (sent < 4 * 18) {
        if (sendfile(1, file, &sent, 4096) < 0) return 77;
        usleep(1000);
    }
    for (int n = 0; n < 2; n++) pthread_join(workers[n], NULL);
    puts("All threads completed!");
}
