// Right by luck: main joins one thread of two, and does something else then.
// Verdict: when thread 2 was held back, `All threads completed!` came, but `Finished Thread-2` is missing: main did not wait
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
    pthread_join(workers[0], NULL);
    sleep(1);
    puts("All threads completed!");
}
