#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

static void at_end(void) { puts("never printed"); }

int main(void) {
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    atexit(at_end);
    setvbuf(stdout, NULL, _IONBF, 0);
    int values[] = {3, 1, 2};
    for (int i = 0; i < 3; i++) {
        printf("%d\n", values[i]);
        if (values[i] == 1) {
            fprintf(stderr, "invariant broken at %d\n", i);
            abort();
        }
    }
    return 0;
}
