# Rounds in which the sides take turns: prints a line for each sample, its time over that of its peer, and in seconds.
# SPDX-License-Identifier: MIT OR Apache-2.0
use strict;
use warnings;
use Machport;
use Time::HiRes qw(clock_gettime CLOCK_PROCESS_CPUTIME_ID);
use XSLoader;
XSLoader::load('ByHand');

my ($ROUNDS, $TIMES) = (31, 20_000);
my ($receive, $send) = Machport::pair_new(0, 0);
my ($name, $kind) = ($send->raw, Machport::KIND_SEND);
my $sent = ByHand::adopt($send->dup->detach);

my %figures = (
    f => {
        'by hand' => sub { ByHand::check($name, $kind) == 0 || die 'dead' for 1 .. $TIMES },
        generated => sub { Machport::Raw::check($name, $kind) == 0 || die 'dead' for 1 .. $TIMES },
        C => sub { ByHand::check_in_c($name, $TIMES) },
    },
    g => {
        'by hand' => sub { ByHand::types($name) for 1 .. $TIMES },
        generated => sub { Machport::Raw::types($name) for 1 .. $TIMES },
        C => sub { ByHand::types_in_c($name, $TIMES) },
    },
    owned => {
        'by hand' => sub { $sent->dup->close for 1 .. $TIMES },
        generated => sub { $send->dup->close for 1 .. $TIMES },
        C => sub { ByHand::dup_in_c($name, $TIMES) },
    },
);

sub seconds {
    my $side = shift;
    my $started = clock_gettime(CLOCK_PROCESS_CPUTIME_ID);
    $side->();
    return (clock_gettime(CLOCK_PROCESS_CPUTIME_ID) - $started) / $TIMES;
}

for my $figure (sort keys %figures) {
    my $sides = $figures{$figure};
    for (1 .. $ROUNDS) {
        for my $side (sort keys %$sides) {
            my ($before, $own, $after) = map { seconds($_) } $sides->{'by hand'}, $sides->{$side}, $sides->{'by hand'};
            print join("\t", $figure, $side, 2 * $own / ($before + $after), $own), "\n";
        }
    }
}
