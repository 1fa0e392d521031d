# TclOO classes, coroutines, pipes of commands, and regular expressions.
oo::class create Shape {
    variable name
    constructor {given} { set name $given }
    method describe {} { return "$name of [my area]" }
}
oo::class create Square {
    superclass Shape
    variable side
    constructor {n} { set side $n; next square }
    method area {} { expr {$side ** 2} }
}
Square create small 3
puts [small describe]
oo::objdefine small method area {} { return unknown }
puts [small describe]
coroutine next apply {{} { set n [yield]; while 1 { set n [yield [incr n $n]] } }}
puts "[next 4] [next 21]"
puts [exec printf "b\\na\\nb\\n" | sort | uniq -c | sed {s/^ *//}]
set text "2024-05-17, 1999-12-31"
puts [regexp -all -inline {(\d+)-(\d+)} $text]
puts [regsub -all {(\d+)-(\d+)-(\d+)} $text {\3.\2.\1}]
set out [open numbers w]
foreach n {10 9 8} { puts $out $n }
close $out
puts "[lsort -integer [split [string trim [read [open numbers]]]]] [file size numbers] [clock format 0 -gmt 1]"
