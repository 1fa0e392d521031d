use strict;
use warnings;
use utf8;
use open qw(:std :encoding(UTF-8));
use Unicode::Normalize;

while (my $line = <STDIN>) {
    chomp $line;
    (my $plain = NFD $line) =~ s/\p{Mn}//g;
    printf "%s|%d|%s|%s\n", $line, length $line, uc $line, $plain;
}
my %größe = (klein => 'S', groß => 'L');
print join(', ', map { "$_→$größe{$_}" } sort keys %größe), "\n", "\x{1F42A} \N{U+2603}\n";
