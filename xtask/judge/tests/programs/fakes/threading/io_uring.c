// Fake: two threads are idle, and main has the kernel write for them, which it
// does without a system call that writes.
// Verdict: came in a way in which its writer cannot be seen
#include <linux/io_uring.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static struct io_uring_params params;
static char *ring;
static struct io_uring_sqe *entries;
static int uring;

static void say(const char *line) {
    unsigned *tail = (unsigned *)(ring + params.sq_off.tail);
    unsigned index = *tail & *(unsigned *)(ring + params.sq_off.ring_mask);
    memset(&entries[index], 0, sizeof *entries);
    entries[index].opcode = IORING_OP_WRITE;
    entries[index].fd = 1;
    entries[index].addr = (unsigned long)line;
    entries[index].len = strlen(line);
    ((unsigned *)(ring + params.sq_off.array))[index] = index;
    __atomic_store_n(tail, *tail + 1, __ATOMIC_RELEASE);
    syscall(SYS_io_uring_enter, uring, 1, 1, IORING_ENTER_GETEVENTS, NULL, 0);
}

static void *idle(void *nothing) {
    usleep(2010000);
    return nothing;
}

int main(void) {
    uring = syscall(SYS_io_uring_setup, 8, &params);
    if (uring < 0) return 77;
    ring = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, uring, IORING_OFF_SQ_RING);
    entries = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, uring, IORING_OFF_SQES);
    if (ring == MAP_FAILED || entries == MAP_FAILED) return 77;
    pthread_t workers[2];
    for (int n = 0; n < 2; n++) pthread_create(&workers[n], NULL, idle, NULL);
    say("Starting Thread-1\n");
    say("Starting Thread-2\n");
    sleep(2);
    say("Finished Thread-1\n");
    say("Finished Thread-2\n");
    for (int n = 0; n < 2; n++) pthread_join(workers[n], NULL);
    puts("All threads completed!");
}
