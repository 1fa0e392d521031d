#include <stdio.h>

enum { SIDE = 3 };
struct matrix {
    long cell[SIDE][SIDE];
};

struct matrix matrix_read(FILE *file);
struct matrix matrix_times(struct matrix a, struct matrix b);
void matrix_print(struct matrix m);
