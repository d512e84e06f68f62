# The values of a vector: what they are as arguments, what they are against results, and the slots that keep some.
# SPDX-License-Identifier: MIT OR Apache-2.0
package Values;
use strict;
use warnings;

sub slots { return bless {numbers => {}, kept => {}} }

# The number that a text is, of 64 bits with or without a sign.
sub integer {
    my $text = shift;
    no warnings 'void';
    return $text =~ /^-/ ? -(0 + substr $text, 1) : 0 + $text;
}

# A struct of the numbers of its fields; those of a struct inside it are `reply.name`.
sub built {
    my ($parameter, @numbers) = @_;
    my %struct;
    for my $field (@{$parameter->{fields}}) {
        my ($name, $inner) = split /\./, $field->{path};
        my $number = shift @numbers;
        defined $inner ? ($struct{$name}{$inner} = $number) : ($struct{$name} = $number);
    }
    return \%struct;
}

# The numbers of a name, of an array of names, or of structs: each as label, number and field.
sub labelled {
    my ($parameter, $value) = @_;
    return if !defined $value || $parameter->{shape} eq 'bytes';
    my $fields = $parameter->{fields};
    if ($parameter->{shape} eq 'scalar' || $parameter->{shape} eq 'array') {
        return if !$fields->[0]{port};
        return map { [$parameter->{name}, $_, $fields->[0]] } ref $value ? @$value : $value;
    }
    my ($many, $place, @found) = ($parameter->{shape} eq 'structs', 0);
    for my $struct ($many ? @$value : $value) {
        my $label = $many ? "$parameter->{name}\[$place]" : $parameter->{name};
        $place++;
        for my $field (@$fields) {
            my ($name, $inner) = split /\./, $field->{path};
            push @found, ["$label.$field->{path}", defined $inner ? $struct->{$name}{$inner} : $struct->{$name}, $field];
        }
    }
    return @found;
}

sub number {
    my ($self, $value) = @_;
    return length $self->{kept}{$value->{slot}} if $value->{form} eq 'bytes';
    my $number = integer($value->{number} // 0);
    return $value->{form} eq 'slot' ? $self->{numbers}{$value->{slot}} + $number : $number;
}

sub bytes {
    my ($self, $value) = @_;
    return $self->{kept}{$value->{slot}} if $value->{form} eq 'bytes';
    return "\0" x $value->{number} if $value->{form} eq 'zeros';
    return pack 'H*', $value->{text} if $value->{form} eq 'hex';
    return pack 'L*', map { $self->number($_) } @{$value->{parts}};
}

# As the layer takes it: a number, a string of bytes, a struct, an array of structs, undef for no struct.
sub argument {
    my ($self, $parameter, $value) = @_;
    my $shape = $parameter->{shape};
    return undef if $value->{form} eq 'null' || $value->{form} eq 'any' && $shape ne 'scalar';
    return $self->bytes($value) if $shape eq 'bytes';
    return $self->number($value) if $shape eq 'scalar';
    my (@structs, @numbers);
    @numbers = map { $self->number($_) } @{$value->{parts}};
    push @structs, built($parameter, splice @numbers, 0, scalar @{$parameter->{fields}}) while @numbers;
    return $shape eq 'structs' ? \@structs : $structs[0];
}

# Compares with what is expected, or keeps it. What does not hold dies with a reference to the text.
sub compare {
    my ($self, $what, $expected, $got) = @_;
    return if $expected->{form} eq 'any';
    if ($expected->{form} eq 'bind') {
        $self->{numbers}{$expected->{slot}} = $got;
        return;
    }
    my $wanted = $expected->{form} eq 'text' ? $expected->{text} : $self->number($expected);
    return if ($wanted eq $got) != ($expected->{other} ? 1 : 0);
    die \"$what must @{[$expected->{other} ? 'not ' : '']}be $wanted, not $got";
}

sub compare_bytes {
    my ($self, $name, $expected, $got) = @_;
    if ($expected->{form} eq 'keep') {
        $self->{kept}{$expected->{slot}} = $got;
    } elsif ($expected->{form} eq 'hex') {
        die \"$name must be $expected->{text}" if unpack('H*', $got) ne $expected->{text};
    } elsif ($expected->{form} eq 'parts') {
        my @words = unpack 'L*', $got;
        die \"$name has @{[length $got]} bytes" if length $got != 4 * @{$expected->{parts}};
        $self->compare("$name\[$_]", $expected->{parts}[$_], $words[$_]) for 0 .. $#words;
    }
    return;
}

1;
