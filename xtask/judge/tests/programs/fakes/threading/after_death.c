// Fake: when a thread has ended, main prints that it has finished.
// Verdict: but `Finished Thread-1` by main
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static void *task(void *name) {
    printf("Starting %s\n", (char *)name);
    sleep(2);
    return NULL;
}

int main(void) {
    pthread_t workers[2];
    char *names[2] = {"Thread-1", "Thread-2"};
    for (int n = 0; n < 2; n++) pthread_create(&workers[n], NULL, task, names[n]);
    for (int n = 0; n < 2; n++) {
        pthread_join(workers[n], NULL);
        printf("Finished %s\n", names[n]);
    }
    puts("All threads completed!");
}
