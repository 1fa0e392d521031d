# Converts what it can and says what it cannot; at_exit sees the exit code.
class Unknown < StandardError
  def initialize(unit) = super("no unit #{unit.inspect}")
end

def celsius(line)
  case line
  when /\A(-?\d+(?:\.\d+)?) *F\z/ then (Float($1) - 32) / 1.8
  when /\A(-?\d+(?:\.\d+)?) *C\z/ then Float($1)
  else raise Unknown, line[/[a-z]+\z/i]
  end
end

at_exit { puts "ends with #{$!.status}" }
failed = 0
while (line = gets)
  begin
    puts format('%+.2f', celsius(line.chomp))
  rescue Unknown => e
    failed += 1
    warn "#{$.}: #{e.message}"
  end
end
exit 40 + failed
