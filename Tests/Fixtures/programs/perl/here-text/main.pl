# Formats, here documents, sorting by several keys, substitution with code, big integers and files.
use strict;
use warnings;
use Math::BigInt;

our ($name, $count);
format STDOUT =
@<<<<<<< @>>>>
$name,   $count
.
my %stock = (pear => 12, apple => 7, fig => 12);
for (sort { $stock{$b} <=> $stock{$a} or $a cmp $b } keys %stock) { ($name, $count) = ($_, $stock{$_}); write }
(my $text = <<'END') =~ s/(\d+)/$1 * 2/gex;
  2 eggs, 150 g flour
END
print $text, Math::BigInt->new(2)->bpow(100), "\n", scalar reverse('stressed'), "\n";
open my $out, '>>', 'log' or die $!;
print $out "$_\n" for 1 .. 3;
close $out;
@ARGV = ('log');
while (<>) { print "$ARGV:$.:$_" }
print -s 'log', ' ', (unlink 'log', 'none'), ' ', (-e 'log' ? 'there' : 'gone'), "\n";
