# Pascal's triangle in hexadecimal: big integers, and more than a megabyte of them.
row = [1]
380.times do
  puts row.map { |n| n.to_s(16) }.join(' ')
  row = [1, *row.each_cons(2).map(&:sum), 1]
end
220.times { |n| puts (3**(n + 500)).to_s }
