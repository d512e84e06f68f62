# What the name space holds: the user references of each name by kind.
# SPDX-License-Identifier: MIT OR Apache-2.0
package Space;
use strict;
use warnings;
use Machport::Raw;

my @KINDS = (
    Machport::Raw::KIND_SEND(), Machport::Raw::KIND_RECEIVE(), Machport::Raw::KIND_SEND_ONCE(),
    Machport::Raw::KIND_PORT_SET(), Machport::Raw::KIND_DEAD_NAME(),
);
my @LETTERS = qw(s r o p d);

sub look {
    my (undef, undef, $count) = Machport::Raw::space_names(0);
    my ($names) = Machport::Raw::space_names($count);
    my %held;
    for my $name (@$names) {
        $held{$name} = [map { Machport::Raw::urefs($name, $_) } @KINDS];
    }
    return bless \%held;
}

sub urefs { return $_[0]{$_[1]} // [0, 0, 0, 0, 0] }

sub units {
    my $sum = 0;
    $sum += $_ for @{urefs(@_)};
    return $sum;
}

# The kinds that a name holds.
sub letters {
    my $urefs = urefs(@_);
    return join('', map { $urefs->[$_] ? $LETTERS[$_] : () } 0 .. 4) || '-';
}

# All of it, as a text.
sub text {
    my $self = shift;
    return join ' ', map { "$_:" . join ',', @{$self->{$_}} } sort { $a <=> $b } keys %$self;
}

1;
