trap 'echo "took USR1" >&2' USR1
trap 'echo "never printed"' EXIT
kill -USR1 $$
(trap - EXIT; exec bash -c 'kill -TERM $$') 2> /dev/null
echo "child: $?"
trap - EXIT
kill -TERM $$
sleep 5
