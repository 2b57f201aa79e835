// Right: two POSIX threads, with a sanitizer that runs under no tracer.
// Options: --writers off
// Compiled with: -fsanitize=address
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static void *task(void *name) {
    printf("Starting %s\n", (char *)name);
    sleep(2);
    printf("Finished %s\n", (char *)name);
    return NULL;
}

int main(void) {
    pthread_t workers[2];
    char *names[2] = {"Thread-1", "Thread-2"};
    for (int n = 0; n < 2; n++) pthread_create(&workers[n], NULL, task, names[n]);
    for (int n = 0; n < 2; n++) pthread_join(workers[n], NULL);
    puts("All threads completed!");
}
