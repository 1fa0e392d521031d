#include "matrix.h"

struct matrix matrix_read(FILE *file) {
    struct matrix m;
    for (int i = 0; i < SIDE * SIDE; i++) {
        if (fscanf(file, "%ld", &m.cell[i / SIDE][i % SIDE]) != 1) m.cell[i / SIDE][i % SIDE] = -1;
    }
    return m;
}

struct matrix matrix_times(struct matrix a, struct matrix b) {
    struct matrix product = {0};
    for (int i = 0; i < SIDE; i++)
        for (int j = 0; j < SIDE; j++)
            for (int k = 0; k < SIDE; k++) product.cell[i][j] += a.cell[i][k] * b.cell[k][j];
    return product;
}

void matrix_print(struct matrix m) {
    for (int i = 0; i < SIDE; i++) printf("%6ld %6ld %6ld\n", m.cell[i][0], m.cell[i][1], m.cell[i][2]);
}
