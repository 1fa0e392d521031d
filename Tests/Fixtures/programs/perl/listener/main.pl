use strict;
use warnings;

$| = 1;
pipe my $reader, my $writer or die $!;
print "listening\n";
my $line = <$reader>;
print "never printed\n";
