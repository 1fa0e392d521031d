def each_pair_of(list)
  list.combination(2) do |a, b|
    yield a, b
end

each_pair_of([1, 2, 3]) { |a, b| puts a * b }
