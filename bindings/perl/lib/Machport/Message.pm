# Messages: bytes and owned rights.
# SPDX-License-Identifier: MIT OR Apache-2.0
package Machport::Message;
use strict;
use warnings;
use Carp ();
use Scalar::Util ();
use Time::HiRes ();
use Machport::Rights;

our @CARP_NOT = ('Machport::Rights');
my ($BYTES, $RIGHTS) = (4096, 16); # room at first; a message that needs more stays, and is received with more
my %MOVE = (
    'Machport::SendRight' => Machport::Raw::MOVE_SEND(),
    'Machport::SendOnceRight' => Machport::Raw::MOVE_SEND_ONCE(),
    'Machport::ReceiveRight' => Machport::Raw::MOVE_RECEIVE(),
);
my %CLASS = reverse %MOVE;
my %MINE = map { $_ => 1 } Machport::Raw::OUTCOME_NONE(), Machport::Raw::OUTCOME_KEPT(), Machport::Raw::OUTCOME_RETURNED();

sub _owned {
    my $right = shift;
    return undef if $right->{name} == Machport::Raw::NULL() || $right->{name} == Machport::Raw::DEAD();
    return Machport::Rights::own($CLASS{$right->{disposition}}, $right->{name});
}

# How a right goes: as itself, or made or copied from one (as_copy, as_send, as_send_once); undef is none.
sub _planned {
    my $item = shift;
    return {name => Machport::Raw::NULL(), disposition => Machport::Raw::MOVE_SEND(), outcome => 0} if !defined $item;
    return {name => $item->{source}->raw, disposition => $item->{disposition}, outcome => 0} if ref $item eq 'HASH';
    my $move = $MOVE{Scalar::Util::blessed($item) // ''} // Carp::croak('a ' . (ref $item || 'plain value') . ' cannot be sent');
    return {name => Machport::Rights::owner($item, ref $item, 'it'), disposition => $move, outcome => 0};
}

# Every right of a message, of which none may move twice, nor be its destination.
sub _planned_all {
    my ($items, $destination) = @_;
    my %moving = (Scalar::Util::refaddr($destination) => 1);
    my @plan;
    for my $item (@$items) {
        push @plan, _planned($item);
        Carp::croak("$item moves twice, or is the destination: let it go as_copy()")
            if Scalar::Util::blessed($item) && $moving{Scalar::Util::refaddr($item)}++;
    }
    return \@plan;
}

# Brings each owner into the state that its outcome tells; what came back of what was made for the message becomes a new owner. The
# answer is what is there of them: their owners.
sub _settled {
    my ($items, $plan, $now) = @_;
    my @left;
    for my $place (0 .. $#$now) {
        my ($item, $right) = ($items->[$place], $now->[$place]);
        my $mine = $MINE{$right->{outcome}};
        if (Scalar::Util::blessed($item)) {
            $mine ? $item->hold($right->{name}) : $item->forget;
            push @left, $mine ? $item : undef;
        } else {
            push @left, $mine && $right->{disposition} != $plan->[$place]{disposition} ? _owned($right) : undef;
        }
    }
    return \@left;
}

# Calls with the nanoseconds that are left of a time in seconds, for ever where there are none; again, where a signal interrupted it.
sub _patiently {
    my ($timeout, $call) = @_;
    my $clock = sub { int(1e9 * Time::HiRes::clock_gettime(Time::HiRes::CLOCK_MONOTONIC())) };
    my $end = defined $timeout ? $clock->() + int(1e9 * $timeout) : undef;
    while (1) {
        my $left = defined $end ? $end - $clock->() : Machport::Raw::FOREVER();
        my @got;
        Machport::Rights::signals();
        return @got if eval { @got = $call->($left < 0 ? 0 : $left); 1 };
        my $failed = $@;
        Machport::Rights::signals();
        die $failed if !Machport::Rights::is_answer($failed);
        my $status = $failed->status;
        die $failed if $status != Machport::Raw::MACH_SEND_INTERRUPTED() && $status != Machport::Raw::MACH_RCV_INTERRUPTED();
    }
}

# Sends to a send right: id, bytes, rights, reply, timeout in seconds. Where it does not leave, the error's results are what is there
# of the reply right and of the rights: their owners.
sub Machport::SendRight::send { return Machport::Rights::undisturbed(\&_send, @_) }

sub _send {
    my ($self, %message) = @_;
    my $items = $message{rights} // [];
    my ($name, $plan) = ($self->raw, _planned_all($items, $self));
    my $first = defined $message{reply} ? _planned_all([$message{reply}], $self) : undef;
    my ($now_first, $now, $answer) = ($first && $first->[0], $plan, undef);
    my $failed = eval {
        ($now_first, $now) = _patiently($message{timeout}, sub {
            my ($left, @got) = @_;
            return @got if eval {
                @got = Machport::Raw::message_send($name, $message{id} // 0, $message{bytes} // '', $now_first, $now,
                                                   $message{flags} // 0, $left);
                1;
            };
            $answer = $@;
            ($now_first, $now) = ($first && $answer->results->[0], $answer->results->[1]) if Machport::Rights::is_answer($answer);
            die $answer; # what is there goes into another attempt
        });
        1;
    } ? undef : $@;
    my $back = $first ? _settled([$message{reply}], $first, [$now_first])->[0] : undef;
    my $left = _settled($items, $plan, $now);
    return if !defined $failed;
    my $is_answer = ref $failed && ref $answer && Scalar::Util::refaddr($failed) == Scalar::Util::refaddr($answer);
    $failed->{results} = [$back, $left] if $is_answer; # else the handler of a signal died
    die $failed;
}

# Sends to a send-once right, which is good for one message: id, bytes, rights.
sub Machport::SendOnceRight::send { return Machport::Rights::undisturbed(\&_send_once, @_) }

sub _send_once {
    my ($self, %message) = @_;
    my $items = $message{rights} // [];
    my ($plan, $to) = (_planned_all($items, $self), _planned($self));
    my ($now_to, $now);
    my $failed = eval {
        ($now_to, $now) =
            Machport::Raw::message_send_once($to, $message{id} // 0, $message{bytes} // '', $plan, $message{flags} // 0);
        1;
    } ? undef : $@;
    die $failed if defined $failed && !Machport::Rights::is_answer($failed);
    ($now_to, $now) = @{$failed->results} if $failed;
    _settled([$self], [$to], [$now_to]);
    my $left = _settled($items, $plan, $now);
    return if !$failed;
    $failed->{results} = [undef, $left];
    die $failed;
}

# Receives: timeout in seconds, capacity, rights_capacity. Without a capacity there is room for what comes. A message is a hash: id,
# bytes, rights (undef for one that is NULL or died on its way), reply, sequence, origin, dropped, via, from, and notification where it
# is one. Its rights close with their last reference.
sub receive { return Machport::Rights::undisturbed(\&_receive, @_) }
*Machport::ReceiveRight::receive = \&receive;
*Machport::PortSet::receive = \&receive;

sub _receive {
    my ($self, %options) = @_;
    my @room = ($options{capacity} // $BYTES, $options{rights_capacity} // $RIGHTS);
    while (1) {
        my ($bytes, $given, $told);
        my $failed = eval {
            ($bytes, $given, $told) = _patiently($options{timeout}, sub {
                Machport::Raw::message_receive($self->raw, @room, $options{flags} // 0, $_[0]);
            });
            1;
        } ? undef : $@;
        if (!defined $failed) {
            my $said;
            ($said, $given) = _notification($told, $bytes, $given) if $told->{via} == Machport::Raw::MOVE_SEND_ONCE();
            my %message = (%$told, bytes => $bytes, reply => _owned($told->{reply}), notification => $said);
            $message{rights} = [map { _owned($_) } @$given];
            delete @message{qw(size count)};
            return bless \%message, 'Machport::Message';
        }
        die $failed
            if !Machport::Rights::is_answer($failed)
            || $failed->status != Machport::Raw::MACH_RCV_TOO_LARGE()
            || $options{capacity} || $options{rights_capacity};
        my $enough = $failed->results->[2];
        @room = map { $_->[0] > $_->[1] ? $_->[0] : $_->[1] } [$room[0], $enough->{size}], [$room[1], $enough->{count}];
    }
}

# What a message says as a notification, and what is left of its rights; the right that it hands over is owned.
sub _notification {
    my ($told, $bytes, $given) = @_;
    my ($now, $said);
    eval { ($now, $said) = Machport::Raw::notification_decode($told, $bytes, $given); 1 } or return (undef, $given);
    my $class = $Machport::Rights::CLASS{$said->{kind}};
    $said->{right} = $class ? Machport::Rights::own($class, $said->{name}) : undef;
    return ($said, $now);
}

1;
