# machport for Perl: owned rights, the functions of the definition, and its constants.
# SPDX-License-Identifier: MIT OR Apache-2.0
package Machport;
use strict;
use warnings;
use Machport::Raw;
use Machport::Rights;
use Machport::Calls;
use Machport::Message;

# The constants are those of the raw layer, the functions those that owners can say.
{
    no strict 'refs';
    *{"Machport::$_"} = \&{"Machport::Raw::$_"} for grep { /^[A-Z][A-Z0-9_]+$/ && Machport::Raw->can($_) } keys %Machport::Raw::;
    *{"Machport::$_"} = \&{"Machport::Calls::$_"} for grep { /^[a-z]/ && Machport::Calls->can($_) } keys %Machport::Calls::;

    # The number that is guard and context of a receive right, which its owner keeps.
    no warnings 'redefine';
    for my $name (qw(guard_set context_set guard_clear)) {
        my $call = \&{"Machport::Calls::$name"};
        *{"Machport::$name"} = *{"Machport::ReceiveRight::$name"} = sub {
            my ($receive, $number) = @_;
            $call->(@_);
            $receive->guard($name eq 'guard_clear' ? 0 : $number);
            return;
        };
    }
}

# How many rights ended where nobody could release them: in another name space than their own, or without their guard.
sub leaks { return Machport::Rights::leaks() }

1;
