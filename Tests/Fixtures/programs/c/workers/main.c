#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

// Threads that add up, a child that sorts through two pipes, and qsort.
static atomic_long total;
static void *add(void *argument) {
    for (long i = 0; i < 1000; i++) total += (long)argument;
    return (void *)((long)argument * 10);
}
static int by_last_digit(const void *a, const void *b) {
    int x = *(const int *)a, y = *(const int *)b;
    return x % 10 != y % 10 ? x % 10 - y % 10 : x - y;
}

int main(void) {
    pthread_t threads[4];
    for (long i = 0; i < 4; i++) pthread_create(&threads[i], NULL, add, (void *)i);
    for (int i = 0; i < 4; i++) {
        void *result;
        pthread_join(threads[i], &result);
        printf("%ld ", (long)result);
    }
    printf("%ld\n", (long)total);
    fflush(stdout);
    FILE *sort = popen("sort -r", "w");
    fputs("b\nc\na\n", sort);
    printf("sort ended with %d\n", pclose(sort));
    fflush(stdout);
    if (fork() == 0) _exit(execlp("sh", "sh", "-c", "exit 5", (char *)NULL));
    int status, numbers[] = {31, 7, 40, 22, 11};
    wait(&status);
    qsort(numbers, 5, sizeof *numbers, by_last_digit);
    for (int i = 0; i < 5; i++) printf("%d ", numbers[i]);
    printf("%d %.3e %+08.3f\n", WEXITSTATUS(status), 123456.789, -3.14159);
    return 0;
}
