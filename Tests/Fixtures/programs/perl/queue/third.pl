sub serve_all { my @all = @queue; @queue = (); return @all }
print join(',', serve_all()), " ", scalar(@queue), " ", $next->(), "\n";
