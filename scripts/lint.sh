#!/bin/sh
# Checks what nobody should have to argue about: format, file lengths, imports, open ends, generated documentation.
set -u
cd "$(dirname "$0")/.." || exit 1
scratch=.build
status=0
fail() { echo "lint: $*" >&2; status=1; }

# Format: the sources are as `make format` would leave them, and keep the rules of .swift-format.
swift format lint --strict -r -p --configuration .swift-format Sources Tests Benchmarks Package.swift || status=1

# Lengths: a file that is longer has more than one idea.
list=$(mktemp)
trap 'rm -f "$list"' EXIT
find Sources Tests Benchmarks -type f \( -name '*.swift' -o -name '*.c' -o -name '*.h' -o -name '*.py' \) > "$list"
while IFS= read -r file; do
    lines=$(wc -l < "$file")
    [ "$lines" -le 400 ] || fail "\`$file\` has $lines lines, at most 400 are allowed"
done < "$list"

# Platforms: what the command line and the library use of Core must build without Linux.
for file in $(grep -rlE '^ *(public )?import (Glibc|CLinux|CNVML)' Sources/Core); do
    case "$file" in
        Sources/Core/System/* | Sources/Core/Cgroup/* | Sources/Core/Accelerator/*)
            first=$(grep -vE '^ *(//|$)' "$file" | head -n 1)
            last=$(grep -vE '^ *(//|$)' "$file" | tail -n 1)
            if [ "$first" != '#if os(Linux)' ] || [ "$last" != '#endif' ]; then
                fail "\`$file\` imports Linux outside \`#if os(Linux)\`"
            fi ;;
        *) fail "\`$file\` must not import Glibc, CLinux or CNVML: only System, Cgroup and Accelerator may" ;;
    esac
done
for file in $(grep -rlE '^ *(public )?import (Glibc|CLinux|CNVML)' Sources/BackendAIKit Sources/GraphQL Sources/Signing); do
    fail "\`$file\` must not import Glibc, CLinux or CNVML: the library is for every platform"
done

# Open ends: each has the number of the issue that ends it.
if grep -rnE '\b(TODO|FIXME|XXX)\b' Sources Tests Benchmarks Package.swift Makefile | grep -vE '#[0-9]+'; then
    fail "open ends without an issue's number"
fi

# Imports: a target imports nothing but what Package.swift gives it. Warnings are errors in every build.
if ! swift build --build-tests --scratch-path "$scratch" --explicit-target-dependency-import-check error >&2; then
    fail "the build, or its imports, have errors"
fi

# Documentation: generated tables are those of the code.
program=$scratch/debug/backend.ai
if [ -x "$program" ]; then
    sed -n '/<!-- generated/,/<!-- end/p' docs/errors.md | sed '1d;$d' > "$list"
    "$program" reference | cmp -s - "$list" || fail "\`docs/errors.md\` differs from the code: run \`make docs\`"
    scripts/docs.sh "$scratch/debug" "$list"
    cmp -s docs/commands.md "$list" || fail "\`docs/commands.md\` differs from the code: run \`make docs\`"
fi
exit $status
