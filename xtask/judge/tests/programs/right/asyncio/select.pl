# Right: one thread that waits until the earliest of two times.
use strict;
use warnings;
use Time::HiRes qw(time sleep);
$| = 1;

my @waiting = map { print "Starting Task-$_\n"; [ time + 2, $_ ] } 1, 2;
for my $task (@waiting) {
    my ( $at, $n ) = @$task;
    my $left = $at - time;
    sleep $left if $left > 0;
    print "Finished Task-$n\n";
}
