# More than a megabyte through a pipe of four programs, and by the shell itself.
seq 1 150000 | paste -d, - - - | awk -F, '{ print $1 * $2 % 9973, $0 }' | sort -n
for ((n = 0; n < 2000; n++)); do
    printf '%04x %s\n' "$n" ...............................................................................
done
