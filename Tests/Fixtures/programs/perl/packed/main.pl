use strict;
use warnings;

binmode STDIN;
binmode STDOUT;
local $/;
my $data = <STDIN>;
my ($count, @numbers) = unpack 'C/a N n* ', $data;
print "$count: @numbers\n";
print pack('w*', 300, 70_000), pack('v', 0xFFFE), reverse(split //, $data), "\n";
printf "%s %vd\n", unpack('H*', $data), 'é';
