#include <stdio.h>

// It builds, with a warning of the compiler's, and runs.
static int half(int n) {
    int rest = n % 2;
    return n / 2;
}

int main(void) {
    printf("half of %d is %d\n", 42, half(42));
    return 0;
}
