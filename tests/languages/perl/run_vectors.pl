# Runs the vectors through the raw layer: each call, what it answers, and the user references that are observed.
# SPDX-License-Identifier: MIT OR Apache-2.0
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use JSON::PP;
use Machport::Raw;
use Machport::Embedded;
use Space;
use Values;

# What the table says of a function, and how the layer has it.
sub prepared {
    my $described = shift;
    my @parameters = @{$described->{parameters}};
    my %is_size = map { $_->{role} ne 'out' && defined $_->{sized_by} ? ($_->{sized_by} => 1) : () } @parameters;
    $described->{given} = [grep { $parameters[$_]{role} ne 'out' && !$is_size{$_} } 0 .. $#parameters];
    $described->{written} = [grep { $parameters[$_]{role} ne 'in' } 0 .. $#parameters];
    my ($family, $name) = $described->{name} =~ /^(mach_embedded|machport)_(.*)$/;
    my $package = $family eq 'machport' ? 'Machport::Raw' : 'Machport::Embedded';
    $described->{call} = $package->can($name) // die "the raw layer has no $name";
    return $described;
}

# Makes a call as the layer's rules say: inputs in C's order, outputs back; an error where it fails, which has them, too.
sub made {
    my ($function, $args) = @_;
    my ($status, @got) = (0);
    if (!eval { @got = $function->{call}->(map { $args->{$_} } @{$function->{given}}); 1 }) {
        my $error = $@;
        die $error if !ref $error;
        ($status, @got) = ($error->status, @{$error->results});
    }
    my %outcome = (status => $status, returned => $got[0], out => {});
    @{$outcome{out}}{@{$function->{written}}} = @got if $function->{returns} eq 'status';
    return \%outcome;
}

# Each name with its units, and the other 32-bit numbers of structs: as given, and as it came back.
sub log_line {
    my ($vector, $number, $step, $function, $args, $outcome, $before, $after) = @_;
    my $status = $function->{returns} eq 'status' ? Machport::Raw::status_name($outcome->{status}) : '-';
    my @told = ('call', $vector->{name}, $number, $step->{call}, $status);
    for my $i (0 .. $#{$function->{parameters}}) {
        my $parameter = $function->{parameters}[$i];
        my @sides;
        push @sides, ['=', $args->{$i}] if $parameter->{role} ne 'out';
        push @sides, [$parameter->{role} eq 'out' ? '=' : '>', $outcome->{out}{$i}] if $parameter->{role} ne 'in';
        for my $side (@sides) {
            for my $each (Values::labelled($parameter, $side->[1])) {
                my ($label, $name, $field) = @$each;
                my $units = join ':', $before->units($name), $after->units($name), $before->letters($name);
                push @told, "$label$side->[0]$name:$units" if $field->{port};
                push @told, "$label$side->[0]$name" if !$field->{port} && $field->{type} eq 'u32';
            }
        }
    }
    print join("\t", @told), "\n";
    return;
}

sub check_owned {
    my ($what, $field, $status, $got) = @_;
    return if !$field->{owned};
    die \"$what is owned and must be NULL after a failure" if $status != 0 && $got != Machport::Raw::NULL();
    my $nothing = $got == Machport::Raw::NULL() && !$field->{nullable} || $got == Machport::Raw::DEAD() && !$field->{maybe_dead};
    die \"$what is owned and must be a name after success" if $status == 0 && $nothing;
    return;
}

sub check_result {
    my ($slots, $parameter, $expected, $status, $got) = @_;
    if ($parameter->{shape} eq 'bytes') {
        $slots->compare_bytes($parameter->{name}, $expected, $got);
    } elsif ($parameter->{shape} eq 'scalar') {
        check_owned($parameter->{name}, $parameter->{fields}[0], $status, $got);
        $slots->compare($parameter->{name}, $expected, $got);
    } elsif ($parameter->{shape} =~ /^structs?$/ && $expected->{form} eq 'parts') {
        my @numbers = Values::labelled($parameter, $got);
        die \"$parameter->{name} has @{[scalar @numbers]} numbers" if @numbers != @{$expected->{parts}};
        $slots->compare($numbers[$_][0], $expected->{parts}[$_], $numbers[$_][1]) for 0 .. $#numbers;
    }
    return;
}

# The numbers of a row stand together in the arrays.
sub check_row {
    my ($slots, $row, $outcome) = @_;
    my @columns = grep { $row->[$_]{form} ne 'any' } 0 .. $#$row;
    my $rows = @{$outcome->{out}{$columns[0]}};
    for my $place (0 .. $rows - 1) {
        return if !grep { $outcome->{out}{$_}[$place] != $slots->number($row->[$_]) } @columns;
    }
    die \'a row is not in the arrays';
}

sub run_step {
    my ($vector, $number, $step, $function, $slots) = @_;
    my @parameters = @{$function->{parameters}};
    my %args = map { $_ => $slots->argument($parameters[$_], $step->{args}[$_]) } @{$function->{given}};
    my $check_status = sub {
        my $status = shift->{status};
        die \"the status must be $step->{status_name}, not @{[Machport::Raw::status_name($status)]}" if $status != $step->{status};
    };
    $check_status->(made($function, \%args)) for 2 .. $step->{repeat};
    my $before = $step->{observed} ? Space::look() : undef;
    my $outcome = made($function, \%args);
    my $after = $step->{observed} ? Space::look() : undef;
    my %untold = map { !$step->{arrays_are_told} && defined $parameters[$_]{counted_by} ? ($_ => 1) : () } 0 .. $#parameters;
    $outcome->{out}{$_} = [] for keys %untold;
    log_line($vector, $number, $step, $function, \%args, $outcome, $before, $after) if $step->{observed};
    $check_status->($outcome);
    $slots->compare('the result', $step->{returns}, $outcome->{returned}) if $function->{returns} ne 'status';
    for my $i (grep { !$untold{$_} } keys %{$outcome->{out}}) {
        check_result($slots, $parameters[$i], $step->{out}[$i], $outcome->{status}, $outcome->{out}{$i});
    }
    check_row($slots, $_, $outcome) for @{$step->{rows}};
    for my $count (@{$step->{counts}}) {
        my $name = $slots->{numbers}{$count->{slot}};
        my ($wanted, $got) = map { join ',', @$_ } $count->{urefs}, $after->urefs($name);
        die \"the name $name must hold $wanted by kind, not $got" if $wanted ne $got;
    }
    return;
}

sub run {
    my ($vector, $functions) = @_;
    my ($first, $slots, $number) = (Space::look()->text, Values::slots(), 0);
    for my $step (@{$vector->{steps}}) {
        $number++;
        next if $step->{needs_pointers};
        next if eval { run_step($vector, $number, $step, $functions->{$step->{call}}, $slots); 1 };
        die $@ if ref $@ ne 'SCALAR';
        die \"$vector->{name}, $step->{call}: ${$@} (step $number)";
    }
    die \"$vector->{name}, the space: it is not as it was before" if Space::look()->text ne $first;
    return;
}

open my $file, '<', $ARGV[0] or die "$ARGV[0]: $!";
my $table = decode_json(do { local $/; <$file> });
my %functions = map { $_->{name} => prepared($_) } @{$table->{functions}};
my ($passed, $failed) = (0, 0);
for my $vector (@{$table->{vectors}}) {
    if (eval { run($vector, \%functions); 1 }) {
        $passed++;
    } else {
        die $@ if ref $@ ne 'SCALAR';
        $failed++;
        print "FAILED ${$@}\n";
    }
}
print "$passed passed, $failed failed\n";
exit($failed > 0);
