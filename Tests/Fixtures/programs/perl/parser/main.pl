# A recursive descent parser; division by zero dies outside of any eval.
use strict;
use warnings;

my @tokens;
my %do = (
    '+' => sub { $_[0] + $_[1] }, '-' => sub { $_[0] - $_[1] },
    '*' => sub { $_[0] * $_[1] }, '/' => sub { $_[0] / $_[1] },
);

sub chain {
    my ($part, $operator) = @_;
    my $value = $part->();
    while (@tokens && $tokens[0] =~ $operator) {
        my $act = $do{ shift @tokens };
        $value = $act->($value, $part->());
    }
    return $value;
}
sub expression { return chain(\&term, qr/^[-+]$/) }
sub term { return chain(\&factor, qr{^[*/]$}) }
sub factor {
    my $token = shift @tokens;
    return $token if $token ne '(';
    my $value = expression();
    shift @tokens;
    return $value;
}
for my $text ('1 + 2 * 3', '(1 + 2) * (7 - 4) / 2', '4 / (2 - 2)', '5') {
    @tokens = $text =~ m{\d+|[-+*/()]}g;
    print "$text = ", expression(), "\n";
}
