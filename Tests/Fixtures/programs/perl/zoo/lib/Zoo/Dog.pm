package Zoo::Dog;
use strict;
use warnings;
use parent 'Zoo::Animal';

sub sound { my $self = shift; return 'woof, not ' . $self->SUPER::sound }
sub fetch { 1 }
1;
