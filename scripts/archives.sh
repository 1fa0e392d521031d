#!/bin/sh
# Gathers the archives that released programs are linked with, and pkg-config files that name them: archives.sh DIRECTORY.
# docs/decisions/0001-released-programs-hold-their-libraries.md says why.
set -eu
mkdir -p "$1"
cd "$1"
here=$(pwd)

curl="curl nghttp2 psl idn2 unistring ssl crypto zstd brotlidec brotlicommon z"
for library in $curl sqlite3 stdc++; do
    archive=$(clang -print-file-name="lib$library.a")
    if [ ! -e "$archive" ]; then
        echo "archives.sh: lib$library.a is missing" >&2
        echo "hint: run 'make setup'" >&2
        exit 1
    fi
    ln -sf "$archive" .
done

# Debian's archive of libcurl also speaks LDAP, RTMP and SSH and signs in by Kerberos, which we never ask it to. The
# functions of their libraries, whatever they are in this version, end the program; SSH alone is started unasked.
{
    cat << 'END'
#include <stdio.h>
#include <stdlib.h>
static void end(const char *name) {
    fprintf(stderr, "libcurl called %s, which is not linked\n", name);
    abort();
}
int libssh2_init(int flags) { return flags & 0; }
void *GSS_C_NT_HOSTBASED_SERVICE;
END
    nm --undefined-only libcurl.a 2> /dev/null | awk '$1 == "U" { print $2 }' | sort -u \
        | grep -E '^(ber|gss|ldap|libssh2|RTMP)_' | grep -v '^libssh2_init$' | while read -r name; do
            echo "void $name(void) { end(\"$name\"); }"
        done
} > absent.c
clang -c -O1 -o absent.o absent.c
rm -f libabsent.a
ar rcs libabsent.a absent.o

# name.pc FLAGS: the directory comes before the system's, where the linker would find shared libraries first.
describe() {
    printf 'Name: %s\nDescription: archives\nVersion: 1\nLibs: -L%s %s\n' "$1" "$here" "$2" > "$1.pc"
}
describe libcurl "$(printf -- '-l%s ' $curl absent)"
describe libcrypto "-lcrypto"
describe sqlite3 "-lsqlite3 -lm"
