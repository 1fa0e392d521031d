# Children that answer through pipes and exit codes, in the order in which they are asked.
use strict;
use warnings;

$| = 1;
my %answers;
for my $n (1 .. 4) {
    pipe my $reader, my $writer or die $!;
    my $pid = fork // die $!;
    if (!$pid) {
        close $reader;
        print $writer $n ** 3;
        close $writer;
        exit $n;
    }
    close $writer;
    chomp($answers{$n} = <$reader>);
    waitpid $pid, 0;
    $answers{$n} .= '/' . ($? >> 8);
}
print join(' ', map { "$_:$answers{$_}" } sort keys %answers), "\n";
print `printf '%s\n' c a b | sort`;
system 'echo from the shell; exit 6';
exit $? >> 8;
