proc outer {list} {
    foreach item $list {
        inner $item
    }
}
proc inner {item} {
    if {$item > 2} {
        frobnicate $item
    }
    puts "item $item"
}
puts [catch {outer {3}} message]
puts $message
outer {1 2 3 4}
