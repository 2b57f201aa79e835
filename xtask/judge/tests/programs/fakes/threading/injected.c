// Fake: two threads are idle, and main types for them: the terminal itself
// prints what it echoes.
// Verdict: came in a way in which its writer cannot be seen
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

static int terminal;

static void say(const char *line) {
    for (; *line; line++) {
        if (ioctl(terminal, TIOCSTI, line) < 0) _exit(77);
    }
}

static void *idle(void *nothing) {
    usleep(2010000);
    return nothing;
}

int main(void) {
    struct termios settings;
    // A session without a terminal takes the first that it opens for its own.
    terminal = open(ttyname(1), O_RDWR);
    tcgetattr(terminal, &settings);
    settings.c_lflag = (settings.c_lflag | ECHO) & ~ECHOCTL;
    tcsetattr(terminal, TCSANOW, &settings);
    pthread_t workers[2];
    for (int n = 0; n < 2; n++) pthread_create(&workers[n], NULL, idle, NULL);
    say("Starting Thread-1\n");
    say("Starting Thread-2\n");
    sleep(2);
    say("Finished Thread-1\n");
    say("Finished Thread-2\n");
    for (int n = 0; n < 2; n++) pthread_join(workers[n], NULL);
    say("All threads completed!\n");
}
