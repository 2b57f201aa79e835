// Right by luck: the parent waits for one child of two, and does something else.
// Verdict: main did not wait
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void) {
    pid_t children[2];
    for (int n = 0; n < 2; n++) {
        children[n] = fork();
        if (children[n] == 0) {
            printf("Starting Process-%d\n", n + 1);
            sleep(2);
            printf("Finished Process-%d\n", n + 1);
            return 0;
        }
    }
    waitpid(children[0], NULL, 0);
    sleep(1);
    puts("All processes completed!");
}
