#!/bin/sh
# Writes the generated parts of the documentation: docs.sh PROGRAM.
set -eu
table=$(mktemp)
trap 'rm -f "$table"' EXIT
"$1" reference > "$table"
sed -i -e "/<!-- generated/,/<!-- end/{/<!-- generated/{p;r $table
};/<!-- end/p;d}" docs/errors.md
