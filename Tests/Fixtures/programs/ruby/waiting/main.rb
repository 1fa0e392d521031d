$stdout.sync = true
queue = Queue.new
Thread.new { 3.times { |n| queue << n } }
3.times { print queue.pop, ' ' }
sleep
