class Calculator
  def initialize = @memory = 0
  def add(n) = tap { @memory += n }
  attr_reader :memory
end
$sum = Calculator.new.add(2)
puts $sum.memory
