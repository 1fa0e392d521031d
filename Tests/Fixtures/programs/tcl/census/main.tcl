# Lists, dictionaries and lsort over lines of standard input.
set towns {}
while {[gets stdin line] >= 0} {
    lassign [split $line ";"] name country people
    dict lappend towns $country [list $name $people]
}
foreach country [lsort [dict keys $towns]] {
    set total 0
    foreach town [lsort -integer -decreasing -index 1 [dict get $towns $country]] {
        incr total [lindex $town 1]
        puts [format "%-8s %-10s %7d" $country {*}$town]
    }
    puts "[string repeat . 19] $total"
}
