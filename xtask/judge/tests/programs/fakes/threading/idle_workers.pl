# Fake: two threads are idle, and main prints for them.
# Verdict: were both written by main
use strict;
use warnings;
use Config;
BEGIN { exit 77 unless $Config{usethreads} }
use threads;
$| = 1;

my @workers = map { threads->create( sub { sleep 3 } ) } 1, 2;
print "Starting Thread-$_\n" for 1, 2;
sleep 2;
print "Finished Thread-$_\n" for 1, 2;
$_->join for @workers;
print "All threads completed!\n";
