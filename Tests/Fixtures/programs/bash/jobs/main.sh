# Children in the background, waited for; here documents, process substitution and recursion.
for n in 3 1 2; do
    (echo "$n squared is $((n * n))" > "out.$n"; exit "$n") &
    pids[n]=$!
done
for n in 1 2 3; do
    wait "${pids[n]}"
    echo "$? $(< "out.$n")"
done
hanoi() {
    (($1 == 0)) && return
    hanoi $(($1 - 1)) "$2" "$4" "$3"
    printf '%s' "$2$3 "
    hanoi $(($1 - 1)) "$4" "$3" "$2"
}
hanoi 4 A C B
echo
comm -12 <(seq 1 3 20 | sort) <(seq 1 4 30 | sort)
cat << END
$(echo nested "$(echo deeper)") \$escaped ${n:+set}
END
factorial() { (($1 < 2)) && echo 1 || echo "$1 * $(factorial $(($1 - 1)))"; }
factorial 25 | tr -d '\n' | sed 's/ //g' | awk -F'*' '{ r = 1; for (i = 1; i <= NF; i++) r *= $i; printf "%.6g\n", r }'
