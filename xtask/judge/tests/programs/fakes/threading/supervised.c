// Fake: two threads are idle, and main prints for them, under a filter of the
// program's own by which a supervisor lets each write go on: no tracer sees it.
// Verdict: came in a way in which its writer cannot be seen
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static int listener;
static pthread_barrier_t begun;

static void *supervise(void *nothing) {
    pthread_barrier_wait(&begun);
    for (int n = 0; n < 4; n++) {
        struct seccomp_notif call = {0};
        if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &call) < 0) return nothing;
        struct seccomp_notif_resp answer = {
            .id = call.id,
            .flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE,
        };
        ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &answer);
    }
    usleep(10000);
    return nothing;
}

static void *idle(void *nothing) {
    usleep(2010000);
    return nothing;
}

int main(void) {
    struct sock_filter program[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_write, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog filter = {4, program};
    pthread_t workers[2];
    pthread_barrier_init(&begun, NULL, 2);
    pthread_create(&workers[0], NULL, supervise, NULL);
    pthread_create(&workers[1], NULL, idle, NULL);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    listener = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &filter);
    if (listener < 0) return 77;
    pthread_barrier_wait(&begun);
    puts("Starting Thread-1");
    puts("Starting Thread-2");
    sleep(2);
    puts("Finished Thread-1");
    puts("Finished Thread-2");
    for (int n = 0; n < 2; n++) pthread_join(workers[n], NULL);
    syscall(SYS_writev, 1, &(struct { const char *text; size_t length; }){"All threads completed!\n", 23}, 1);
}
