use strict;
use warnings;

my %marks;
while (my $line = <STDIN>) {
    next if $line =~ /^\s*(#|$)/;
    my ($name, @marks) = split ' ', $line;
    push @{ $marks{$name} }, @marks;
}
for my $name (sort { average($b) <=> average($a) || $a cmp $b } keys %marks) {
    printf "%-6s %5.2f  %s\n", $name, average($name), join '+', sort { $a <=> $b } @{ $marks{$name} };
}

sub average {
    my @marks = @{ $marks{ $_[0] } };
    my $sum = 0;
    $sum += $_ for @marks;
    return $sum / @marks;
}
