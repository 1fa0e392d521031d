#include <ctype.h>
#include <stdio.h>
#include <string.h>

int main(void) {
    int counts[26] = {0}, lines = 0, letters = 0;
    char line[256];
    while (fgets(line, sizeof line, stdin)) {
        lines++;
        for (const char *c = line; *c; c++) {
            if (isalpha((unsigned char)*c)) {
                counts[tolower((unsigned char)*c) - 'a']++;
                letters++;
            }
        }
    }
    for (int i = 0; i < 26; i++) {
        if (counts[i] > 3) printf("%c %3d %5.1f%%\n", 'a' + i, counts[i], 100.0 * counts[i] / letters);
    }
    printf("%d letters in %d lines\n", letters, lines);
    return 0;
}
