# The owned rights: each holds one unit of one right, and releases it once.
# SPDX-License-Identifier: MIT OR Apache-2.0
package Machport::Rights;
use strict;
use warnings;
use Carp ();
use Scalar::Util ();
use Machport::Raw;

# Who is told of at the end of a refusal is the one who called one of these.
our @CARP_NOT = map { "Machport::$_" } qw(Calls Message Right SendRight SendOnceRight ReceiveRight PortSet DeadName);
our %CLASS; # by kind
our %RELEASE; # what closes a right of a class
our $leaked = 0;

# The wrong number of arguments.
sub arity {
    my ($name, $wanted, $given) = @_;
    Carp::croak("$name: there must be $wanted arguments, not $given");
}

# The name of a right that a call borrows, or it dies: it is open, of the class, and of this thread's name space.
sub lent {
    my ($right, $class, $what) = @_;
    if (ref $right eq $class) {
        my $name = $right->{name};
        return $name if defined $name && $right->{epoch} == Machport::Raw::epoch();
    }
    if (!Scalar::Util::blessed($right) || !$right->isa($class)) {
        my $got = Scalar::Util::blessed($right) // (defined $right ? 'a plain value' : 'undef');
        Carp::croak("$what must be a $class, not $got");
    }
    Carp::croak(ref($right) . ' is closed') if !defined $right->{name};
    Carp::croak(sprintf '%s %#x belongs to another name space', ref $right, $right->{name})
        if $right->{epoch} != Machport::Raw::epoch();
    return $right->{name};
}

# The same, where a raw name may stand, or nothing.
sub lent_or_raw {
    my ($right, $class, $what) = @_;
    return defined $right ? $right : Machport::Raw::NULL() if !ref $right;
    return lent($right, $class, $what);
}

# The name of a right that a call consumes, which only its owner may give.
sub owner {
    my ($right, $class, $what) = @_;
    my $name = lent($right, $class, $what);
    Carp::croak(sprintf '%s %#x is borrowed: it is not yours to give', ref $right, $name) if $right->{borrowed};
    return $name;
}

# Makes a call that consumes rights: some whatever it answers, some where it succeeds. What was refused took none.
sub take {
    my ($consumed, $on_success, $call, @given) = @_;
    my @got;
    my $died = eval { @got = $call->(@given); 1 } ? undef : $@;
    my $is_answer = !defined $died || Scalar::Util::blessed($died) && $died->isa('Machport::MachError');
    $_->{name} = undef for $is_answer ? @$consumed : ();
    die $died if defined $died;
    $_->{name} = undef for @$on_success;
    return wantarray ? @got : $got[-1];
}

sub made {
    my ($class, $name, $guard, $borrowed) = @_;
    return bless {name => $name, epoch => Machport::Raw::epoch(), $guard ? (guard => $guard) : (), $borrowed ? (borrowed => 1) : ()},
        $class;
}

# An owner for a name that a call gave; undef for NULL; the number DEAD for what was dead.
sub own {
    my ($class, $name, $guard) = @_;
    return undef if $name == Machport::Raw::NULL();
    return $name if $name == Machport::Raw::DEAD();
    return bless {name => $name, epoch => Machport::Raw::epoch(), $guard ? (guard => $guard) : ()}, $class;
}

sub borrow { return made($_[0], $_[1], 0, 1) }

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
    return Machport::Rights::made($class, Machport::Raw::adopt($name, $class->kind, Machport::Raw::ADOPT_VERIFY()), $guard);
}

# The raw name, which stays the right's own.
sub raw { return Machport::Rights::lent($_[0], 'Machport::Right', 'it') }

sub is_closed { return !defined $_[0]{name} }

# Into raw: releasing what the name stands for becomes the business of whoever takes it.
sub detach {
    my $self = shift;
    my $name = Machport::Raw::disown(Machport::Rights::owner($self, 'Machport::Right', 'it'), $self->kind);
    $self->{name} = undef;
    return $name;
}

# Releases the right. Closing twice is no error.
sub close {
    my $self = shift;
    return if !defined $self->{name};
    if (!$self->{borrowed}) {
        my $name = Machport::Rights::lent($self, ref $self, 'it');
        $self->{name} = undef;
        $Machport::Rights::RELEASE{ref $self}->($name);
    }
    $self->{name} = undef;
    return;
}

# How many user references its name holds, of this kind or, where the right died, of the dead name that it has become.
sub units {
    my $self = shift;
    my $name = $self->raw;
    return Machport::Raw::urefs($name, $self->kind) || Machport::Raw::urefs($name, Machport::Raw::KIND_DEAD_NAME());
}

sub text {
    my $self = shift;
    return defined $self->{name} ? sprintf('%s %#x', ref $self, $self->{name}) : ref($self) . ' closed';
}

# The end of the last reference releases the right. In another name space than its own nobody can.
sub DESTROY {
    my $self = shift;
    return if !defined $self->{name} || $self->{borrowed};
    local ($@, $!, $?);
    $Machport::Rights::leaked++ if !eval { $self->close; 1 };
    return;
}

# A new thread of Perl copies every object: a copy would be an owner too many.
sub CLONE_SKIP { return 1 }

package Machport::SendRight;
our @ISA = ('Machport::Right');
sub kind { return Machport::Raw::KIND_SEND() }
sub as_copy { return {source => $_[0], disposition => Machport::Raw::COPY_SEND()} }

package Machport::SendOnceRight;
our @ISA = ('Machport::Right');
sub kind { return Machport::Raw::KIND_SEND_ONCE() }

# A receive right keeps the number that is its guard and context: it is needed to release the right.
package Machport::ReceiveRight;
our @ISA = ('Machport::Right');
sub kind { return Machport::Raw::KIND_RECEIVE() }
sub as_send { return {source => $_[0], disposition => Machport::Raw::MAKE_SEND()} }
sub as_send_once { return {source => $_[0], disposition => Machport::Raw::MAKE_SEND_ONCE()} }

# Where it is refused, as with another guard than the port's, the right stays open.
sub close {
    my ($self, $guard) = @_;
    return if !defined $self->{name};
    $Machport::Rights::RELEASE{ref $self}->($self->raw, $guard // $self->{guard} // 0) if !$self->{borrowed};
    $self->{name} = undef;
    return;
}

package Machport::PortSet;
our @ISA = ('Machport::Right');
sub kind { return Machport::Raw::KIND_PORT_SET() }

package Machport::DeadName;
our @ISA = ('Machport::Right');
sub kind { return Machport::Raw::KIND_DEAD_NAME() }

$Machport::Rights::CLASS{$_->kind} = $_
    for qw(Machport::SendRight Machport::SendOnceRight Machport::ReceiveRight Machport::PortSet Machport::DeadName);

1;
