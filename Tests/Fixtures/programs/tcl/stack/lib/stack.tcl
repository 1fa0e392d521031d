namespace eval stack {
    namespace export push pop depth
    variable items {} pushes 0

    proc push {item} {
        variable items
        variable pushes
        lappend items $item
        incr pushes
    }
    proc pop {} {
        variable items
        set last [lindex $items end]
        set items [lrange $items 0 end-1]
        return $last
    }
    proc depth {} { variable items; llength $items }
}
