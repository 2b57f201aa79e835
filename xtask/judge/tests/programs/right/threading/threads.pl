# Right: two threads of Perl.
use strict;
use warnings;
use Config;
BEGIN { exit 77 unless $Config{usethreads} }
use threads;
$| = 1;

sub task {
    my ($name) = @_;
    print "Starting $name\n";
    sleep 2;
    print "Finished $name\n";
}

my @workers = map { threads->create( \&task, "Thread-$_" ) } 1, 2;
$_->join for @workers;
print "All threads completed!\n";
