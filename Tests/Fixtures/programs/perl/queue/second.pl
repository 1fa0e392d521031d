use List::Util qw(sum max);
push @queue, sum(@queue), max(@queue);
$| = 1;
print "@queue\n", serve(), " ", $next->(), "\n";
