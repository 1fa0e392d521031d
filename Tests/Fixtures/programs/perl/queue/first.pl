our @queue = map { $_ ** 2 } 1 .. 5;
sub serve { return shift @queue }
our $next = do { my $n = 0; sub { return ++$n } };
print serve(), " ", $next->(), "\n";
