// Right: two POSIX threads that write byte by byte, each line under a lock.
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static void say(const char *verb, const char *name) {
    flockfile(stdout);
    for (const char *at = verb; *at; at++) putchar_unlocked(*at);
    putchar_unlocked(' ');
    for (const char *at = name; *at; at++) putchar_unlocked(*at);
    putchar_unlocked('\n');
    funlockfile(stdout);
}

static void *task(void *name) {
    say("Starting", name);
    sleep(2);
    say("Finished", name);
    return NULL;
}

int main(void) {
    setvbuf(stdout, NULL, _IONBF, 0);
    pthread_t workers[2];
    char *names[2] = {"Thread-1", "Thread-2"};
    for (int n = 0; n < 2; n++) pthread_create(&workers[n], NULL, task, names[n]);
    for (int n = 0; n < 2; n++) pthread_join(workers[n], NULL);
    say("All", "threads completed!");
}
