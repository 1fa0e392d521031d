# One line of the menu; dishes compare by their price.
Dish = Struct.new(:name, :price, keyword_init: true) do
  include Comparable

  def <=>(other) = price <=> other.price
  def cheap? = price < 10
  def to_s = "#{name} for #{price}"
end
