// Fake: each thread prints that the other has finished.
// Verdict: but `Finished Thread-
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static pthread_barrier_t begun;
static const char *names[2] = {"Thread-1", "Thread-2"};

static void *task(void *number) {
    long n = (long)number;
    printf("Starting %s\n", names[n]);
    pthread_barrier_wait(&begun);
    sleep(2);
    printf("Finished %s\n", names[1 - n]);
    return NULL;
}

int main(void) {
    pthread_t workers[2];
    pthread_barrier_init(&begun, NULL, 2);
    for (long n = 0; n < 2; n++) pthread_create(&workers[n], NULL, task, (void *)n);
    for (long n = 0; n < 2; n++) pthread_join(workers[n], NULL);
    puts("All threads completed!");
}
