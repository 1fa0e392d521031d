# Threads that share an account, a fiber, lazy enumeration and a child process.
account = { balance: 0 }
lock = Mutex.new
threads = 8.times.map { |n| Thread.new { 100.times { lock.synchronize { account[:balance] += n } } } }
threads.each(&:join)
p account

fiber = Fiber.new do |first|
  second = Fiber.yield(first * 2)
  Fiber.yield("got #{second}")
  :over
end
p fiber.resume(21), fiber.resume('this'), fiber.resume, fiber.alive?
p (1..).lazy.select { |n| (n & (n - 1)).zero? }.map { |n| n * n }.first(6)
IO.popen(%w[sort -r], 'r+') do |sort|
  sort.puts %w[b c a]
  sort.close_write
  puts sort.read
end
puts `exit 3`.inspect, $?.exitstatus
