puts "[info procs older]|[info procs elder]|[counter::next]|$names"
incr total 100
