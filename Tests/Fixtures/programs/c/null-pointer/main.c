#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>

static sigjmp_buf back;
static void caught(int number) { siglongjmp(back, number); }

struct node {
    struct node *next;
    int value;
};

// The first bad access is survived, the second is not.
int main(void) {
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    struct node *volatile list = NULL;
    struct sigaction action = {.sa_handler = caught, .sa_flags = SA_RESETHAND};
    sigaction(SIGSEGV, &action, NULL);
    if (sigsetjmp(back, 1) == 0) {
        printf("%d\n", list->next->value);
    } else {
        fputs("survived once\n", stderr);
    }
    printf("flushed ");
    fflush(stdout);
    printf("lost");
    return list->value;
}
