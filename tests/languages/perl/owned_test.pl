# The owned rights of Perl: what closes them, what is refused, what a message carries. Prints "done".
# SPDX-License-Identifier: MIT OR Apache-2.0
use strict;
use warnings;
use Machport;
use Machport::Embedded;

sub names { return (Machport::Raw::space_names(0))[2] }

sub assert { my ($truth, $what) = @_; $truth or die $what // 'it must hold' . ' at line ' . (caller)[2] . "\n" }

# The error of a call that must be refused.
sub refused {
    my $call = shift;
    eval { $call->(); 1 } and die 'it must be refused, at line ' . (caller)[2] . "\n";
    return $@;
}

sub test {
    my ($what, $run) = @_;
    my $before = names();
    eval { $run->(); 1 } or die "$what: $@";
    names() == $before or die "$what: it leaves names behind\n";
}

test 'the last reference closes its right, also where a die leaves the block' => sub {
    my $name;
    refused(sub {
        my $receive = Machport::ReceiveRight->new(0, 0);
        $name = $receive->raw;
        die 'out';
    });
    assert(Machport::Raw::check($name, Machport::KIND_ANY) == Machport::E_STALE);
};

test 'every kind is made and closed' => sub {
    my ($receive, $send) = Machport::pair_new(0, 0);
    my ($once, $set) = ($receive->send_once_right_make, Machport::PortSet->new);
    $set->insert($receive);
    my ($members) = $set->members(4);
    assert($members->[0] == $receive->raw);
    $_->close for $set, $once, $receive;
    my $dead = Machport::DeadName->adopt($send->detach);
    my $copy = $dead->dup;
    assert($dead->units == 2);
};

test 'closing twice is no error, and use after it is refused' => sub {
    my ($receive, $send) = Machport::pair_new(0, 0);
    $send->close;
    $send->close;
    assert($send->is_closed && "$send" eq 'Machport::SendRight closed');
    assert(refused(sub { $send->dup }) =~ /^Machport::SendRight is closed at .*owned_test/);
    refused(sub { $send->raw });
};

test 'from raw and into raw: nothing is counted' => sub {
    my ($receive, $send) = Machport::pair_new(0, 0);
    my $name = $send->detach;
    assert($send->is_closed && Machport::Raw::urefs($name, Machport::KIND_SEND) == 1);
    Machport::SendRight->adopt($name)->close;
    assert(refused(sub { Machport::DeadName->adopt($receive->raw) })->status == Machport::E_WRONG_KIND);
};

test 'what a call wants is one of its kind' => sub {
    my ($receive, $send) = Machport::pair_new(0, 0);
    assert(refused(sub { Machport::send_right_dup($receive) }) =~ /^send must be a Machport::SendRight, not Machport::ReceiveRight/);
    assert(refused(sub { Machport::send_right_dup($send->raw) }) =~ /not a plain value/);
    assert(refused(sub { Machport::types(undef) }) =~ /not undef/);
    assert(refused(sub { $send->dup(1) }) =~ /there must be 1 arguments, not 2/);
};

test 'what is consumed is gone from its owner, whatever the call answers' => sub {
    my ($receive, $send) = Machport::pair_new(0, 0);
    my $notify = $receive->send_once_right_make;
    refused(sub { $send->notify_dead_name($send) });
    assert(!$notify->is_closed);
    assert(!defined $send->notify_dead_name($notify) && $notify->is_closed);
    my $previous = $send->notify_cancel(Machport::NOTIFY_DEAD_NAME);
    assert($previous->isa('Machport::SendOnceRight'));
    refused(sub { $receive->notify_no_senders(-1, $previous) });
    assert(!$previous->is_closed);
    $receive->notify_no_senders(0, $previous);
    assert($previous->is_closed);
    $receive->notify_cancel(Machport::NOTIFY_NO_SENDERS);
};

test 'what is consumed on success stays where the call fails' => sub {
    my ($receive, $send) = Machport::pair_new(0, 0);
    my $other = Machport::ReceiveRight->new(0, 0);
    $receive->guard_set(7, 0);
    refused(sub { $receive->close(8) });
    refused(sub { $other->pair_release($send, 0) });
    assert(!$receive->is_closed && !$send->is_closed && !$other->is_closed);
    $receive->pair_release($send, 7);
    assert($receive->is_closed && $send->is_closed);
};

test 'a receive right keeps its guard, of 64 bits' => sub {
    Machport::ReceiveRight->new(Machport::GUARD, 18446744073709551615);
    my $receive = Machport::ReceiveRight->new(0, 0);
    no warnings 'portable';
    $receive->context_set(0xfedcba9876543210);
    assert($receive->context_get == 0xfedcba9876543210);
};

test 'what is borrowed is nobody\'s to give, and closing it does nothing' => sub {
    my $task = Machport::task_self();
    assert(refused(sub { $task->detach }) =~ /is borrowed/);
    $task->close;
    assert(Machport::Raw::check(Machport::Raw::task_self(), Machport::KIND_SEND) == Machport::KERN_SUCCESS);
};

test 'a result that may be nothing is undef, and one that may be dead the number DEAD' => sub {
    my $before = Machport::special_port(Machport::SPECIAL_BOOTSTRAP);
    Machport::Embedded::bootstrap_set(Machport::NULL);
    assert(!defined Machport::special_port(Machport::SPECIAL_BOOTSTRAP));
    my ($receive, $send) = Machport::pair_new(0, 0);
    Machport::Embedded::bootstrap_set($send->raw);
    assert(Machport::special_port(Machport::SPECIAL_BOOTSTRAP)->raw == $send->raw);
    $receive->close;
    assert(Machport::special_port(Machport::SPECIAL_BOOTSTRAP) == Machport::DEAD);
    Machport::Embedded::bootstrap_set($before ? $before->raw : Machport::NULL);
};

test 'a message carries bytes and rights' => sub {
    my ($receive, $send) = Machport::pair_new(0, 0);
    my ($moved, $source) = ($send->dup, Machport::ReceiveRight->new(0, 0));
    my $bytes = "\0\1\2\xff" . 'x' x 9996;
    $send->send(id => -7, bytes => $bytes, rights => [$moved, undef, $source->as_send, $source], reply => $receive->as_send_once);
    assert($moved->is_closed && $source->is_closed && !$send->is_closed);
    my $message = $receive->receive;
    my $rights = $message->{rights};
    assert($message->{id} == -7 && $message->{bytes} eq $bytes && @$rights == 4);
    assert($rights->[0]->raw == $send->raw && !defined $rights->[1] && $rights->[3]->isa('Machport::ReceiveRight'));
    $message->{reply}->send(id => 8);
    assert($message->{reply}->is_closed);
    assert($receive->receive(timeout => 1)->{id} == 8);
};

test 'the rights of a message that does not leave are still their owners\'' => sub {
    my ($receive, $send) = Machport::pair_new(0, 0);
    my $mine = Machport::ReceiveRight->new(0, 0);
    $receive->close;
    my $error = refused(sub { $send->send(rights => [$mine, $mine->as_send_once]) });
    assert($error->results->[1][0] == $mine && !$mine->is_closed);
};

test 'no right moves twice in a message, nor its destination in it' => sub {
    my ($receive, $send) = Machport::pair_new(0, 0);
    my $copy = $send->dup;
    assert(refused(sub { $send->send(rights => [$copy, $copy]) }) =~ /moves twice/);
    assert(refused(sub { $send->send(rights => [$send]) }) =~ /destination/);
    assert(refused(sub { $send->send(rights => [5]) }) =~ /cannot be sent/);
    $send->send(rights => [$send->as_copy]);
    $receive->receive;
};

test 'a set receives for its members, and a receive that waits no longer says so' => sub {
    my ($receive, $send) = Machport::pair_new(0, 0);
    my $set = Machport::PortSet->new;
    $set->insert($receive);
    $send->send(id => 1);
    assert($set->receive->{from} == $receive->raw);
    assert(refused(sub { $set->receive(timeout => 0) })->name eq 'MACH_RCV_TIMED_OUT');
};

test 'a signal is seen to while a receive waits, and the wait goes on with what is left' => sub {
    my $receive = Machport::ReceiveRight->new(0, 0);
    my $seen = 0;
    local $SIG{ALRM} = sub { $seen++ };
    Time::HiRes::ualarm(50_000);
    assert(refused(sub { $receive->receive(timeout => 0.2) })->status == Machport::MACH_RCV_TIMED_OUT);
    assert($seen == 1);
};

test 'a handler in a wait sees signals itself, and what it raises is no answer to a send' => sub {
    my ($receive, $send) = Machport::pair_new(0, 0);
    $receive->attr_set(Machport::ATTR_QUEUE_LIMIT, 1);
    $send->send(bytes => 'full');
    my $inner = 0;
    local $SIG{USR1} = sub { $inner++ };
    local $SIG{ALRM} = sub {
        kill USR1 => $$;
        assert($inner == 1, 'a handler sees no signal');
        Machport::Raw::types(0x7777);
    };
    Time::HiRes::ualarm(50_000);
    my $told = refused(sub { $send->send(bytes => 'long', rights => [$receive->as_send], timeout => 60) });
    assert($told->call eq 'types' && $told->results->[0] == 0 && $send->units == 1);
};

# Tried until a message has left, and its sender was not told so.
test 'a handler that dies leaves no owner to what has left' => sub {
    my $untold;
    local $SIG{ALRM} = sub { die "alarm\n" };
    for (my $tries = 0; !$untold; $tries++) {
        assert($tries < 20_000, 'no handler came between');
        my ($receive, $send) = Machport::pair_new(0, 0);
        my @moved = map { $send->dup } 1 .. 200;
        my $told = 0;
        eval {
            Time::HiRes::ualarm(20 + $tries % 900);
            for my $right (@moved) {
                $send->send(rights => [$right], timeout => 0);
                $told++;
                $receive->receive(timeout => 0);
            }
        };
        Time::HiRes::ualarm(0);
        $untold = $told < @moved && $moved[$told]->is_closed;
        eval { $receive->receive(timeout => 0) };
        assert($send->units == 1 + grep { !$_->is_closed } @moved);
    }
};

test 'a dead name is told of, and its unit handed over' => sub {
    my $port = Machport::ReceiveRight->new(0, 0);
    my ($service, $send) = Machport::pair_new(0, 0);
    $send->notify_dead_name($port->send_once_right_make);
    $service->close;
    my $said = $port->receive(timeout => 1)->{notification};
    assert($said->{id} == Machport::NOTIFY_DEAD_NAME && $said->{trusted});
    assert($said->{right}->isa('Machport::DeadName') && $send->units == 2);
};

test 'a right of another name space is refused, and counted where it ends' => sub {
    my $receive = Machport::ReceiveRight->new(0, 0);
    my $task = Machport::Embedded::task_create();
    my $before = Machport::Embedded::task_enter($task);
    my $lost = Machport::PortSet->new;
    assert(refused(sub { $receive->raw }) =~ /another name space/);
    Machport::Embedded::task_enter($before);
    undef $lost;
    assert(Machport::leaks() == 1);
    Machport::Embedded::task_destroy($task);
};

# It ends as every program does, with what it was given by its parent.
test 'the child of a fork owns nothing, until it begins anew' => sub {
    my ($receive, $send) = Machport::pair_new(0, 0);
    my $child = fork // die "no process: $!\n";
    if (!$child) {
        assert(refused(sub { $send->raw }) =~ /another name space/);
        assert(refused(sub { Machport::pair_new(0, 0) })->name eq 'E_FORKED');
        my $lost = Machport::leaks();
        $send->close;
        assert($send->is_closed && Machport::leaks() == $lost + 1);
        Machport::Raw::renew();
        my ($own, $other) = Machport::pair_new(0, 0);
        undef $receive;
        assert($other->units == 1 && Machport::leaks() == $lost + 2);
        $other->send(bytes => 'anew');
        assert($own->receive(timeout => 1)->{bytes} eq 'anew');
        exit 0;
    }
    waitpid $child, 0;
    assert($? == 0);
    assert($send->units == 1);
    $send->send(bytes => 'same');
    assert($receive->receive(timeout => 1)->{bytes} eq 'same');
};

test 'a send that is interrupted goes on with what came back of what it made' => sub {
    my ($receive, $send) = Machport::pair_new(0, 0);
    my $other = Machport::ReceiveRight->new(0, 0);
    my ($original, $interruptions) = (\&Machport::Raw::message_send, 3);
    $receive->attr_set(Machport::ATTR_QUEUE_LIMIT, 1);
    $send->send(bytes => 'full');
    no warnings 'redefine';
    local *Machport::Raw::message_send = sub {
        my @given = @_;
        die 'out' if $given[2] eq 'dies' && $interruptions == 1;
        $given[-1] = 0 if $interruptions;
        my @got;
        return @got if eval { @got = $original->(@given); 1 };
        my $error = $@;
        $interruptions--;
        $receive->receive(timeout => 0) if !$interruptions;
        $error->{status} = Machport::MACH_SEND_INTERRUPTED;
        die $error;
    };
    $send->send(bytes => 'long', rights => [$other->as_send, $receive->as_send_once], reply => $other->as_send_once);
    assert($interruptions == 0);
    $interruptions = 3;
    refused(sub { $send->send(bytes => 'dies', rights => [$other->as_send], reply => $other->as_send_once) });
    $receive->receive(timeout => 0);
};

test 'an error says what was called, and prints so' => sub {
    my $error = refused(sub { Machport::Raw::types(0x7777) });
    assert($error->call eq 'types' && $error->status == Machport::E_STALE && $error->results->[0] == 0);
    assert("$error" =~ /^types: E_STALE \(-105529342\): the name holds no right/);
};

test 'a whole number is one however Perl keeps it, and what is none is refused' => sub {
    assert(Machport::Raw::check(2**32 - 1, Machport::KIND_ANY) == Machport::E_DEAD);
    assert(refused(sub { Machport::Raw::types(0.5) }) =~ /must be an integer, not a float/);
    assert(refused(sub { Machport::Raw::types('515') }) =~ /must be an integer, not a string/);
    assert(refused(sub { Machport::Raw::types(2**63 + 2**63) }) =~ /must be an integer, not a float/);
};

print "done\n";
