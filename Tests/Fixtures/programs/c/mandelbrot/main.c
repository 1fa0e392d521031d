#include <stdio.h>

// A picture of 1400 by 750 characters.
int main(void) {
    for (int y = 0; y < 750; y++) {
        for (int x = 0; x < 1400; x++) {
            long re = (x - 1000) * 4096L / 450, im = (y - 375) * 4096L / 300, a = 0, b = 0, n = 0;
            while (a * a + b * b < 4L << 24 && n < 60) {
                long next = (a * a - b * b) / 4096 + re;
                b = 2 * a * b / 4096 + im;
                a = next;
                n++;
            }
            putchar(n == 60 ? '@' : " .:-=+*#%"[n % 9]);
        }
        putchar('\n');
    }
    return 0;
}
