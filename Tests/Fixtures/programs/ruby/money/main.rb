# Method missing, operators, refinements, rationals and frozen things.
module Coins
  refine Integer do
    def cents = Rational(self, 100)
  end
end
using Coins

class Money
  def initialize(amount) = @amount = amount
  def +(other) = Money.new(@amount + other.amount)
  def to_s = format('%.2f', @amount)
  def method_missing(name, *) = name.end_with?('_percent') ? Money.new(@amount * name.to_s.to_i_of / 100) : super
  def respond_to_missing?(name, all = false) = name.end_with?('_percent') || super

  protected

  attr_reader :amount
end

class String
  def to_i_of = { 'ten' => 10, 'half' => 50 }.fetch(self[/\A[a-z]+/])
end

sum = Money.new(1999.cents) + Money.new(1.cents)
puts sum, sum.ten_percent, sum.respond_to?(:half_percent), 1/3r + 2.5.to_r, 255.digits(16).inspect
begin
  'frozen'.freeze << '!'
rescue FrozenError => e
  warn e.message
end
sum.third rescue warn($!.class)
