test "$(cat number)" -gt 0
