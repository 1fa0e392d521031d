foreach file $argv {
    if {![info complete [read [open $file]]]} {
        puts stderr "$file: a brace is not closed"
        exit 2
    }
}
