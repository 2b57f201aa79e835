// Right: three POSIX threads that meet at a barrier.
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static pthread_barrier_t barrier;

static void *task(void *name) {
    printf("%s did part 1\n", (char *)name);
    pthread_barrier_wait(&barrier);
    usleep(500000);
    printf("%s did part 2\n", (char *)name);
    return NULL;
}

int main(void) {
    pthread_t workers[3];
    char *names[3] = {"Thread-1", "Thread-2", "Thread-3"};
    pthread_barrier_init(&barrier, NULL, 3);
    for (int n = 0; n < 3; n++) pthread_create(&workers[n], NULL, task, names[n]);
    for (int n = 0; n < 3; n++) pthread_join(workers[n], NULL);
    puts("All did all");
}
