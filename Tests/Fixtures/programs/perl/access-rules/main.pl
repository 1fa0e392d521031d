# Rules are closures made from text; what matches none is warned of, and die within eval is no end.
use strict;
use warnings;

sub deny {
    my $name = shift;
    die "root is never denied\n" if $name eq 'root';
    return "-$name";
}
my @rules = map { my ($re, $do) = @$_; sub { $_[0] =~ $re ? $do->($1) : undef } }
    [qr/^allow (\w+)$/, sub { "+$_[0]" }], [qr/^deny (\w+)$/, \&deny];
my $bad = 0;
LINE: while (<STDIN>) {
    chomp;
    for my $rule (@rules) {
        my $done = eval { $rule->($_) };
        if ($@) { print STDERR "error: $@"; $bad += 10; next LINE }
        if (defined $done) { print "$done\n"; next LINE }
    }
    warn "unknown rule '$_'";
    $bad++;
}
exit $bad;
