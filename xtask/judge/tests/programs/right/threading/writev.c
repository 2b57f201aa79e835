// Right: two POSIX threads that write each line from several pieces of memory.
#include <pthread.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

static void say(const char *verb, const char *name) {
    struct iovec pieces[] = {
        {(void *)verb, strlen(verb)},
        {" ", 1},
        {NULL, 0},
        {(void *)name, strlen(name)},
        {"\n", 1},
    };
    writev(1, pieces, 5);
}

static void *task(void *name) {
    say("Starting", name);
    sleep(2);
    say("Finished", name);
    return NULL;
}

int main(void) {
    pthread_t workers[2];
    char *names[2] = {"Thread-1", "Thread-2"};
    for (int n = 0; n < 2; n++) pthread_create(&workers[n], NULL, task, names[n]);
    for (int n = 0; n < 2; n++) pthread_join(workers[n], NULL);
    say("All", "threads completed!");
}
