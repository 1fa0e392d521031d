note third
echo "${seen[@]} $count" *.@(x|y) *.z
echo "here is ${PWD##*/}" >&2
