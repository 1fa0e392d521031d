# A function for each kind of check; set -e does not end the script inside a condition, a trap tells the code.
set -u
trap 'echo "ends with $?"' EXIT
failures=0
check_number() { [[ $1 =~ ^-?[0-9]+$ ]]; }
check_date() { date -u -d "$1" +%F 2> /dev/null; }
while IFS=: read -r kind value; do
    if ! declare -F "check_$kind" > /dev/null; then
        echo "no check for '$kind'" >&2
        exit 64
    fi
    if "check_$kind" "$value"; then echo "$kind $value: good"; else
        echo "$kind $value: bad" >&2
        ((++failures))
    fi
done
exit "$failures"
