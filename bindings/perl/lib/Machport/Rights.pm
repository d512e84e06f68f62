# The owned rights: each holds one unit of one right, and releases it once. What every one can is in C, src/right.c.
# SPDX-License-Identifier: MIT OR Apache-2.0
package Machport::Rights;
use strict;
use warnings;
use Carp ();
use Scalar::Util ();
use XSLoader ();
use Machport::Raw;

# Who is told of at the end of a refusal is the one who called one of these.
our @CARP_NOT = map { "Machport::$_" } qw(Calls Message Right SendRight SendOnceRight ReceiveRight PortSet DeadName);
our %CLASS; # by kind
XSLoader::load('Machport::Right');

# The wrong number of arguments.
sub arity {
    my ($name, $wanted, $given) = @_;
    Carp::croak("$name: there must be $wanted arguments, not $given");
}

# The name of a right that a call borrows, where a raw name may stand, or nothing.
sub lent_or_raw {
    my ($right, $class, $what) = @_;
    return defined $right ? $right : Machport::Raw::NULL() if !ref $right;
    return lent($right, $class, $what);
}

# Makes a call that consumes rights: some whatever it answers, some where it succeeds. What was refused took none.
sub take { return undisturbed(\&_taken, @_) }

sub _taken {
    my ($consumed, $on_success, $call, @given) = @_;
    my @got;
    my $died = eval { @got = $call->(@given); 1 } ? undef : $@;
    $_->forget for !defined $died || is_answer($died) ? @$consumed : ();
    die $died if defined $died;
    $_->forget for @$on_success;
    return wantarray ? @got : $got[-1];
}

# Whether an error is what a call answered.
sub is_answer { return Scalar::Util::blessed($_[0]) && $_[0]->isa('Machport::MachError') }

# A right of any kind.
package Machport::Right;
use overload
    '""' => \&text,
    'bool' => sub { 1 },
    '==' => sub { ref $_[1] && Scalar::Util::refaddr($_[0]) == Scalar::Util::refaddr($_[1]) },
    fallback => 1;

# From raw: what the caller owns under a name becomes an owned right. It is looked at first. A receive right that is guarded comes with
# its guard.
sub adopt {
    my ($class, $name, $guard) = @_;
    return Machport::Rights::own($class, Machport::Raw::adopt($name, $class->kind, Machport::Raw::ADOPT_VERIFY()), $guard);
}

# The raw name, which stays the right's own.
sub raw { return Machport::Rights::lent($_[0], 'Machport::Right', 'it') }

# Into raw: releasing what the name stands for becomes the business of whoever takes it.
sub detach {
    my $self = shift;
    my $name = Machport::Raw::disown(Machport::Rights::owner($self, 'Machport::Right', 'it'), $self->kind);
    $self->forget;
    return $name;
}

# How many user references its name holds, of this kind or, where the right died, of the dead name that it has become.
sub units {
    my $self = shift;
    my $name = $self->raw;
    return Machport::Raw::urefs($name, $self->kind) || Machport::Raw::urefs($name, Machport::Raw::KIND_DEAD_NAME());
}

sub text {
    my $self = shift;
    return ref($self) . ' closed' if $self->is_closed;
    my $name = eval { $self->raw } // return ref($self) . ' of another name space';
    return sprintf '%s %#x', ref $self, $name;
}

# A new thread of Perl copies every object: a copy would be an owner too many.
sub CLONE_SKIP { return 1 }

package Machport::SendRight;
our @ISA = ('Machport::Right');
our $KIND = Machport::Raw::KIND_SEND();
sub as_copy { return {source => $_[0], disposition => Machport::Raw::COPY_SEND()} }

package Machport::SendOnceRight;
our @ISA = ('Machport::Right');
our $KIND = Machport::Raw::KIND_SEND_ONCE();

package Machport::ReceiveRight;
our @ISA = ('Machport::Right');
our $KIND = Machport::Raw::KIND_RECEIVE();
sub as_send { return {source => $_[0], disposition => Machport::Raw::MAKE_SEND()} }
sub as_send_once { return {source => $_[0], disposition => Machport::Raw::MAKE_SEND_ONCE()} }

package Machport::PortSet;
our @ISA = ('Machport::Right');
our $KIND = Machport::Raw::KIND_PORT_SET();

package Machport::DeadName;
our @ISA = ('Machport::Right');
our $KIND = Machport::Raw::KIND_DEAD_NAME();

package Machport::Rights;

for my $class (map { "Machport::$_" } qw(SendRight SendOnceRight ReceiveRight PortSet DeadName)) {
    no strict 'refs';
    my $kind = ${"${class}::KIND"};
    *{"${class}::kind"} = sub { return $kind };
    $CLASS{$kind} = $class;
}

1;
