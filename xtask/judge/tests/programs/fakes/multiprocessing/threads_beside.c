// Fake: two processes are idle, and two threads of their parent print for them.
// Verdict: were both written by main
#include <pthread.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static void *task(void *name) {
    printf("Starting %s\n", (char *)name);
    sleep(2);
    printf("Finished %s\n", (char *)name);
    return NULL;
}

int main(void) {
    for (int n = 0; n < 2; n++) {
        if (fork() == 0) {
            usleep(2010000);
            return 0;
        }
    }
    pthread_t workers[2];
    char *names[2] = {"Process-1", "Process-2"};
    for (int n = 0; n < 2; n++) pthread_create(&workers[n], NULL, task, names[n]);
    for (int n = 0; n < 2; n++) pthread_join(workers[n], NULL);
    while (wait(NULL) > 0) {}
    puts("All processes completed!");
}
