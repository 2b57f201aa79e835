# Fake: each process prints that the other has finished.
# Verdict: but `Finished Process-
use strict;
use warnings;
$| = 1;

for my $n ( 1, 2 ) {
    next if fork;
    my $other = 3 - $n;
    print "Starting Process-$n\n";
    sleep 2;
    print "Finished Process-$other\n";
    exit;
}
1 while wait > 0;
print "All processes completed!\n";
