// Fake: another process sleeps for this one, and is born so that no tracer
// learns of it.
// Verdict: ended with exit code 1; expected 0
// Arguments: clone, clone3, int80
#define _GNU_SOURCE
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// As fork does.
static long start(const char *how) {
    if (strcmp(how, "clone") == 0) return syscall(SYS_clone, CLONE_UNTRACED | SIGCHLD, 0, 0, 0, 0);
    if (strcmp(how, "clone3") == 0) {
        struct clone_args wanted = {.flags = CLONE_UNTRACED, .exit_signal = SIGCHLD};
        return syscall(SYS_clone3, &wanted, sizeof wanted);
    }
    long result = -1;
#ifdef __x86_64__
    // The call of a 32-bit program.
    __asm__ volatile("int $0x80" : "=a"(result)
                     : "a"(120), "b"(CLONE_UNTRACED | SIGCHLD), "c"(0), "d"(0), "S"(0), "D"(0)
                     : "memory", "r8", "r9", "r10", "r11");
#endif
    return result;
}

int main(int count, char **words) {
    puts("Starting Task-1");
    puts("Starting Task-2");
    fflush(stdout);
    long child = start(words[count - 1]);
    if (child < 0) return 1;
    if (child == 0) {
        sleep(2);
        _exit(0);
    }
    wait(NULL);
    puts("Finished Task-1");
    puts("Finished Task-2");
}
