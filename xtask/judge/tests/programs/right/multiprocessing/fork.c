// Right: two children of fork.
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void) {
    for (int n = 1; n <= 2; n++) {
        if (fork() == 0) {
            printf("Starting Process-%d\n", n);
            sleep(2);
            printf("Finished Process-%d\n", n);
            return 0;
        }
    }
    while (wait(NULL) > 0) {}
    puts("All processes completed!");
}
