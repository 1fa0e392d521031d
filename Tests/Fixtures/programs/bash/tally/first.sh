declare -a seen=()
count=0
note() { seen+=("$*"); count=$((count + ${#1})); }
note first "of them"
shopt -s extglob nullglob
mkdir place && cd place
echo "$count ${#seen[@]}"
