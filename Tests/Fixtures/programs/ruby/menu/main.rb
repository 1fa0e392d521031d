require 'json'
require_relative 'lib/dish'

dishes = JSON.parse(File.read('menu.json'), symbolize_names: true).map { |fields| Dish.new(**fields) }
puts dishes.sort, dishes.min.inspect
puts dishes.partition(&:cheap?).map { |part| part.map(&:name).join(', ') }
File.open('receipt.txt', 'w') { |file| dishes.each { |dish| file.puts "#{dish.name.ljust(10, '.')}#{dish.price}" } }
IO.foreach('receipt.txt') { |line| print line }
puts JSON.pretty_generate(dishes.map(&:to_h).first)
