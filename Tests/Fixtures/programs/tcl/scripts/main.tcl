fconfigure stdin -encoding utf-8
fconfigure stdout -encoding utf-8
while {[gets stdin line] >= 0} {
    puts "$line: [string length $line], [string bytelength $line], [string reverse $line], [string toupper $line]"
}
puts "naïve \u20ac \u4e2d [format %c 955] [scan é %c] [lsort {é z a ü}]"
