# encoding: utf-8
$stdin.each_line(chomp: true) do |line|
  puts "#{line} (#{line.length}/#{line.bytesize}) #{line.reverse.swapcase} #{line.scan(/\p{Lu}\p{L}*/)}"
end
p 'Ärger'.unicode_normalize(:nfd).length, :naïve, 'ﬂ'.upcase, "\u{1F600}".codepoints, 'æøå'.succ
λ = ->(x) { x * 2 }
puts λ[21], 'ж' * 5, '終わり'
