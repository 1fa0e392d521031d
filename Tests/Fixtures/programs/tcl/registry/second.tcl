set names [lsort [array names age]]
rename older elder
elder 10
trace add variable total write [list apply {{name args} { puts "total is [set ::$name]" }}]
set total [expr [join [lmap name $names { set age($name) }] +]]
