use strict;
use warnings;

$| = 1;
local $SIG{USR1} = sub { print "handled $_[0]\n" };
local $SIG{__WARN__} = sub { print STDERR "warned: $_[0]" };
kill USR1 => $$;
warn "nobody handles the next\n";
kill ALRM => $$;
sleep 5;
