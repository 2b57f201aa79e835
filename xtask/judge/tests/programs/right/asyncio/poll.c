// Right: one thread that waits for two timers at once.
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/timerfd.h>
#include <unistd.h>

int main(void) {
    struct pollfd timers[2];
    struct itimerspec two_seconds = {.it_value = {.tv_sec = 2}};
    for (int n = 0; n < 2; n++) {
        printf("Starting Task-%d\n", n + 1);
        timers[n] = (struct pollfd){timerfd_create(CLOCK_MONOTONIC, 0), POLLIN, 0};
        timerfd_settime(timers[n].fd, 0, &two_seconds, NULL);
    }
    for (int n = 0; n < 2; n++) {
        poll(&timers[n], 1, -1);
        printf("Finished Task-%d\n", n + 1);
    }
}
