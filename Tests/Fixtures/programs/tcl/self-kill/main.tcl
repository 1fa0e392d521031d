puts "child: [catch {exec sh -c {kill -TERM $$}} message options], $message"
puts stderr [lindex [dict get $options -errorcode] 0]
flush stdout
exec kill -KILL [pid]
after 5000
