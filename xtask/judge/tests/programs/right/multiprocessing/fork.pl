# Right: two children of fork.
use strict;
use warnings;
$| = 1;

for my $n ( 1, 2 ) {
    next if fork;
    print "Starting Process-$n\n";
    sleep 2;
    print "Finished Process-$n\n";
    exit;
}
1 while wait > 0;
print "All processes completed!\n";
