# A status other than success: status, name, text, call, and results, the outputs of the call that failed.
# SPDX-License-Identifier: MIT OR Apache-2.0
package Machport::MachError;
use strict;
use warnings;
use overload '""' => sub { my $self = shift; "$self->{call}: $self->{name} ($self->{status}): $self->{text}" }, fallback => 1;

sub status { $_[0]{status} }
sub name { $_[0]{name} }
sub text { $_[0]{text} }
sub call { $_[0]{call} }
sub results { $_[0]{results} }

1;
