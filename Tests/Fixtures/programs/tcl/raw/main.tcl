fconfigure stdin -translation binary
fconfigure stdout -translation binary
set data [read stdin]
binary scan $data "cu H4 a*" first hex rest
puts "$first $hex [string length $rest]"
puts -nonewline [string reverse $data]
puts [binary format "H6 Su2 a3" ff00fe {65535 128} \xe9]
puts [binary encode base64 $data]
