Seen = Set[$sum.memory, 14, twice($sum).memory]
puts Seen.to_a.inspect, Calculator.instance_methods(false).sort.inspect
