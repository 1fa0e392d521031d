#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// The sum of what are numbers; the exit code is how many are none.
int main(void) {
    char *line = NULL;
    size_t size = 0;
    ssize_t length;
    long sum = 0;
    int bad = 0;
    while ((length = getline(&line, &size, stdin)) > 0) {
        line[strcspn(line, "\n")] = 0;
        char *end;
        errno = 0;
        long value = strtol(line, &end, 0);
        if (errno || *end || end == line) {
            fprintf(stderr, "'%s': %s\n", line, errno ? strerror(errno) : "not a number");
            bad++;
        } else {
            sum += value;
        }
    }
    free(line);
    printf("%ld\n", sum);
    return bad;
}
