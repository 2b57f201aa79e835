// Fake: one thread becomes a new program, which prints for both.
// Verdict: but `Finished Thread-1` by main
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char **again;

static void *task(void *name) {
    printf("Starting %s\n", (char *)name);
    sleep(2);
    if (strcmp(name, "Thread-2") == 0) execl("/proc/self/exe", again[0], "again", NULL);
    pause();
    return NULL;
}

int main(int count, char **words) {
    if (count > 1) {
        puts("Finished Thread-1\nFinished Thread-2\nAll threads completed!");
        return 0;
    }
    again = words;
    pthread_t workers[2];
    char *names[2] = {"Thread-1", "Thread-2"};
    for (int n = 0; n < 2; n++) pthread_create(&workers[n], NULL, task, names[n]);
    for (int n = 0; n < 2; n++) pthread_join(workers[n], NULL);
}
