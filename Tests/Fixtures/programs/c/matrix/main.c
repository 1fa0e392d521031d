#include <stdio.h>
#include "matrix.h"

int main(void) {
    FILE *file = fopen("matrix.txt", "r");
    if (!file) {
        perror("matrix.txt");
        return 1;
    }
    struct matrix m = matrix_read(file), power = m;
    fclose(file);
    for (int i = 1; i <= 4; i++, power = matrix_times(power, m)) {
        printf("power %d\n", i);
        matrix_print(power);
    }
    return 0;
}
