#include <stdio.h>

int main(void) {
    int unused;
    printf("%d\n", undeclared + 1);
    return "text" * 2;
}
