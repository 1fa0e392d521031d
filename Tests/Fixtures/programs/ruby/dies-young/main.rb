# A trap of its own for one signal, and the default of another.
trap('HUP') { $stderr.puts 'hung up' }
Process.kill('HUP', Process.pid)
sleep 0.01
$stdout.puts 'now'
$stdout.flush
Process.kill('KILL', Process.pid)
sleep
