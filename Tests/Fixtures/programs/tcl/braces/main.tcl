proc greet {name} {
    puts "hello $name"
greet you
