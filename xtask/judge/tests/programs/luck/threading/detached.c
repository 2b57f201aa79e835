// Right by luck: two detached threads, for which nobody can wait.
// Verdict: main did not wait
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
    char *names[2] = {"Thread-1", "Thread-2"};
    for (int n = 0; n < 2; n++) {
        pthread_t worker;
        pthread_create(&worker, NULL, task, names[n]);
        pthread_detach(worker);
    }
    sleep(3);
    puts("All threads completed!");
}
