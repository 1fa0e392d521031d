# What Julia says of the signal that ends it goes nowhere.
println("waiting")
flush(stdout)
wait(Condition())
