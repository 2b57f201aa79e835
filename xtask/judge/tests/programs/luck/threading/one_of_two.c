// Right by luck: the first of two threads that ends lets main go on.
// Verdict: main did not wait
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <unistd.h>

static sem_t ended;

static void *task(void *name) {
    printf("Starting %s\n", (char *)name);
    sleep(2);
    printf("Finished %s\n", (char *)name);
    sem_post(&ended);
    return NULL;
}

int main(void) {
    pthread_t workers[2];
    char *names[2] = {"Thread-1", "Thread-2"};
    sem_init(&ended, 0, 0);
    for (int n = 0; n < 2; n++) pthread_create(&workers[n], NULL, task, names[n]);
    sem_wait(&ended);
    sleep(1);
    puts("All threads completed!");
}
