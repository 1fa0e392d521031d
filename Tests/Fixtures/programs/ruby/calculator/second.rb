require 'set'
class Calculator
  def times(n) = tap { @memory *= n }
end
def twice(calculator) = calculator.times(2)
puts twice($sum.add(5)).memory
