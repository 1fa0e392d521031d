declare -A used
while read -r owner size path; do
    [[ $path == *.tmp ]] && continue
    ((used[$owner] += size))
done
for owner in $(printf '%s\n' "${!used[@]}" | sort); do
    printf '%-6s %8d %s\n' "$owner" "${used[$owner]}" "$(printf '%*s' $((used[$owner] / 100)) '' | tr ' ' '#')"
done
