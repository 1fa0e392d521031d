fconfigure stdout -buffering line
set count 0
proc tick {} {
    if {[incr ::count] <= 3} { puts "tick $::count" }
    after 10 tick
}
tick
vwait forever
