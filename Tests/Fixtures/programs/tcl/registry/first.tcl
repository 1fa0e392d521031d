array set age {ann 31 bob 27}
proc older {{years 1}} { global age; foreach name [array names age] { incr age($name) $years } }
namespace eval counter { variable n 5; proc next {} { variable n; incr n } }
older
puts "$age(ann) [counter::next]"
