sum() {
    local n total=0
    for n; do ((total += n)); done
    echo "$total"
}
