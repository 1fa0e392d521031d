use strict;
my $total = 0;
$totl += $_ for 1 .. 3;
print "$total\n";
