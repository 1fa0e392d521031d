#include <stdint.h>
#include <stdio.h>

// Run-length encoding with a checksum; counts have their highest bit set.
int main(void) {
    uint32_t sum = 2166136261u;
    int byte, last = EOF, count = 0;
    do {
        byte = getchar();
        if (byte != last || count == 0x7f) {
            if (last != EOF) {
                putchar(0x80 | count);
                putchar(last);
            }
            last = byte;
            count = 0;
        }
        count++;
        if (byte != EOF) sum = (sum ^ (uint32_t)byte) * 16777619u;
    } while (byte != EOF);
    printf("\n%08x\n", sum);
    return 0;
}
