#include <stdio.h>
#include <unistd.h>

int main(void) {
    dprintf(STDOUT_FILENO, "spinning\n");
    for (volatile unsigned n = 0;; n++) {
    }
}
