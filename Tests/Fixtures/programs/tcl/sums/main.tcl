set failed 0
foreach line [split [string trim [read stdin]] \n] {
    try {
        puts "$line = [expr $line]"
    } trap {ARITH DIVZERO} {message} {
        puts stderr "$line: $message"
        incr failed
    } on error {message options} {
        puts stderr "$line: [lindex [split $message \n] 0] ([lindex [dict get $options -errorcode] 0])"
        incr failed 10
    }
}
exit $failed
