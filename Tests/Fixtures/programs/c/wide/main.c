#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

int main(void) {
    setlocale(LC_ALL, "");
    char line[256];
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = 0;
        wchar_t wide[256];
        size_t count = mbstowcs(wide, line, 256);
        for (size_t i = 0; i < count; i++) wide[i] = towupper(wide[i]);
        printf("%s: %zu bytes, %zu characters, %ls\n", line, strlen(line), count, wide);
    }
    puts(u8"Grüße \u2192 \U0001F98A");
    return 0;
}
