groups = $stdin.each_line(chomp: true).group_by { |word| word.downcase.chars.sort.join }
groups.values.select { |words| words.size > 1 }.sort_by { |words| [-words.size, words.first] }.each do |words|
  puts words.sort.join(' ')
end
printf("%d words in %d groups, longest %p\n", groups.values.sum(&:size), groups.size, groups.keys.max_by(&:size))
