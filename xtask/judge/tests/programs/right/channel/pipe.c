// Right: one thread writes what it makes into a pipe, and main reads it.
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static int made[2];

static void *make(void *nothing) {
    for (int number = 1; number <= 3; number++) {
        if (number > 1) usleep(400000);
        printf("made %d\n", number);
        write(made[1], &number, sizeof number);
    }
    close(made[1]);
    return nothing;
}

int main(void) {
    pthread_t maker;
    int number;
    pipe(made);
    pthread_create(&maker, NULL, make, NULL);
    while (read(made[0], &number, sizeof number) == sizeof number) printf("took %d\n", number);
    pthread_join(maker, NULL);
    puts("All is taken");
}
