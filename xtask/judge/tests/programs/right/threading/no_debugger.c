// Right: two POSIX threads in a program that does not go on if it is traced.
// Options: --writers off
#include <pthread.h>
#include <stdio.h>
#include <sys/ptrace.h>
#include <unistd.h>

static void *task(void *name) {
    printf("Starting %s\n", (char *)name);
    sleep(2);
    printf("Finished %s\n", (char *)name);
    return NULL;
}

int main(void) {
    if (ptrace(PTRACE_TRACEME, 0, 0, 0) < 0) return 1;
    pthread_t workers[2];
    char *names[2] = {"Thread-1", "Thread-2"};
    for (int n = 0; n < 2; n++) pthread_create(&workers[n], NULL, task, names[n]);
    for (int n = 0; n < 2; n++) pthread_join(workers[n], NULL);
    puts("All threads completed!");
}
