use strict;
use warnings;
use lib 'lib';
use Zoo::Animal;
use Zoo::Dog;

open my $file, '<', 'animals.txt' or die "animals.txt: $!";
my @animals = map { chomp; my ($kind, $name) = split /:/; "Zoo::$kind"->new($name) } <$file>;
close $file;
print $_->speak, "\n" for @animals;
print "$_ can fetch\n" for map { $_->{name} } grep { $_->can('fetch') } @animals;
print $animals[0] == $animals[1] ? "same\n" : "different\n", "@{[ map { ref } @animals ]}\n";
