package Zoo::Animal;
use strict;
use warnings;
use overload '==' => sub { ref $_[0] eq ref $_[1] }, '""' => sub { "<$_[0]{name}>" };

sub new { my ($class, $name) = @_; return bless { name => $name }, $class }
sub sound { 'nothing' }
sub speak { my $self = shift; return "$self says " . $self->sound }
1;
