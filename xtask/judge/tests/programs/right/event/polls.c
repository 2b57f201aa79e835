// Right: threads and main look again and again whether the others are so far.
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

static atomic_int ready, begun;

static void *task(void *name) {
    printf("%s is ready\n", (char *)name);
    ready++;
    while (!begun) usleep(10000);
    printf("%s begins\n", (char *)name);
    return NULL;
}

int main(void) {
    pthread_t workers[2];
    char *names[2] = {"Thread-1", "Thread-2"};
    for (int n = 0; n < 2; n++) pthread_create(&workers[n], NULL, task, names[n]);
    while (ready < 2) usleep(10000);
    usleep(500000);
    puts("Main says go");
    begun = 1;
    for (int n = 0; n < 2; n++) pthread_join(workers[n], NULL);
}
