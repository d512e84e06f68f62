# The interpreter ends while rights are owned: of the five kinds, in each of the orders given, in a process of its own. Prints the
# exit code of each. ../witness.py judges what is released.
# SPDX-License-Identifier: MIT OR Apache-2.0
use strict;
use warnings;
use Machport;
use POSIX ();

$| = 1;
my ($ending, @orders) = @ARGV;
my ($order, $late, %names, @kept);
my ($first, $second, $third, $fourth, $fifth);
our ($one, $two, $three, $four, $five);

sub mark { Machport::Raw::port_set_release(Machport::NULL) }

# A message goes there and back.
sub use_it {
    mark();
    {
        my ($receive, $send) = Machport::pair_new(0, 0);
        $send->send(bytes => 'four', rights => [$send->dup], reply => $receive->as_send_once);
        my $message = $receive->receive(timeout => 0);
        $message->{reply}->send(bytes => $message->{bytes});
        $receive->receive(timeout => 0)->{bytes} eq 'four' or die 'it came back otherwise';
    }
    mark();
}

# Perl destroys what lives longest in the order in which it lies in memory, which is that of the variables or of the making.
sub Late::DESTROY { main::use_it() }

END {
    if (defined $order) {
        use_it();
        undef $kept[$_] for 0 .. $#kept;
        use_it();
    }
}

for my $each (@orders) {
    my $child = fork // die "no process: $!\n";
    if (!$child) {
        Machport::Raw::renew();
        $order = $each;
        last;
    }
    waitpid $child, 0;
    print $? & 127 ? "killed\n" : ($? >> 8) . "\n";
}
exit 0 if !defined $order;

mark();
{
    my ($receive, $send) = Machport::pair_new(0, 0);
    $send->send(rights => [Machport::ReceiveRight->new(0, 0), $receive->as_send]);
    my ($once, $set) = ($receive->send_once_right_make, Machport::PortSet->new);
    $set->insert($receive);
    my ($service, $dead) = Machport::pair_new(0, 0);
    $service->close;
    @names{qw(R S O P D)} = map { $_->detach } $receive, $send, $once, $set, $dead;
}
mark();

my %class = (R => 'ReceiveRight', S => 'SendRight', O => 'SendOnceRight', P => 'PortSet', D => 'DeadName');
sub right { return "Machport::$class{$_[0]}"->adopt($names{$_[0]}) }
my @letters = split //, $order;

if ($ending eq 'undef in END') {
    @kept = map { right($_) } @letters;
} elsif ($ending eq 'lexicals') {
    $late = bless {}, 'Late';
    ($first, $second, $third, $fourth, $fifth) = map { right($_) } @letters;
} elsif ($ending eq 'globals') {
    our $late_global = bless {}, 'Late';
    ($one, $two, $three, $four, $five) = map { right($_) } @letters;
} elsif ($ending eq 'cycles') {
    for my $letter (@letters) {
        my $node = {right => right($letter), late => bless {}, 'Late'};
        $node->{self} = $node;
    }
} else {
    ($one, $two, $three, $four, $five) = map { right($_) } @letters;
    exit 3 if $ending eq 'exit';
    POSIX::_exit(4) if $ending eq 'POSIX::_exit';
    if ($ending eq 'die') {
        $! = 0;
        die "out\n";
    }
    require threads;
    threads->create(sub { Machport::ReceiveRight->new(0, 0)->receive });
    select undef, undef, undef, 0.02;
}
