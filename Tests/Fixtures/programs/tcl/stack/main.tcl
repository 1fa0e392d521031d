source lib/stack.tcl
namespace import stack::*

foreach word [read [set file [open program.txt]]] {
    switch -regexp -- $word {
        {^-?\d+$} { push $word }
        {^[-+*/]$} { push [expr [list [pop] $word [pop]]] }
        {^\.$} { puts [pop] }
        default { puts "what is $word?" }
    }
}
close $file
puts "depth [depth], [namespace eval stack { set pushes }] pushes"
