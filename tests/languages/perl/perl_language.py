"""Perl: the raw layer by SWIG, and owned rights in Perl above it.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

from pathlib import Path

from bad_inputs import ROOT, Case
from glue import compiled
from language import Language, Workshop
from spelled import Spelling, refused

HERE = Path(__file__).resolve().parent
BINDING = ROOT / "bindings" / "perl"
MODULES = {"machport": "Raw", "embedded": "Embedded"}
QUIET = ["-Wno-unused-but-set-variable", "-Wno-unused-function"]
SPELLING = Spelling(
    head="""use strict;
use warnings;
use Machport::Raw;
sub case {
    my ($number, $name, $call) = @_;
    return if eval { $call->(); 1 };
    my $error = $@;
    return if ref $error && $error->isa('Machport::MachError');
    die $error if ref $error || $error !~ /\\b$name\\b/ || $error =~ /^Undefined/;
    print "$number\\n";
}
""",
    line="case({number}, '{call}', sub {{ Machport::Raw::{call}({arguments}) }});",
    nothing="undef",
    struct=lambda fields: "{" + ", ".join(f"{name} => {value}" for name, value in fields.items()) + "}",
)


def build(workshop: Workshop) -> None:
    (workshop.folder / "Machport").mkdir(exist_ok=True)
    for interface, module in MODULES.items():
        package = ("-outdir", str(workshop.folder / "Machport"))
        wrapper = workshop.swig("perl", interface, f"Machport::{module}", f"{module.lower()}.c", *package)
        compile_module(workshop, wrapper, workshop.folder / "auto" / "Machport" / module / f"{module}.so")
    compile_module(workshop, BINDING / "src" / "right.c", workshop.folder / "auto" / "Machport" / "Right" / "Right.so")


def compile_module(workshop: Workshop, wrapper: Path, module: Path) -> None:
    options = workshop.run("perl", "-MExtUtils::Embed", "-e", "ccopts").replace("-I", "-isystem").split()
    compiled(workshop, ["gcc", "-std=gnu11"], "perl", wrapper, module, *QUIET, *options)


def perl(workshop: Workshop) -> list[str | Path]:
    """The interpreter, where it finds machport."""
    return ["perl", f"-I{workshop.folder}", f"-I{BINDING / 'lib'}"]


def runner(workshop: Workshop) -> list[str | Path]:
    return [*perl(workshop), HERE / "run_vectors.pl"]


def refusals(workshop: Workshop, cases: list[Case]) -> set[int]:
    return refused(workshop, cases, SPELLING, workshop.folder / "bad_inputs.pl", perl(workshop))


LANGUAGE = Language(
    name="Perl",
    route="SWIG; owned rights in Perl",
    version=["perl", "-e", "print qq(Perl $^V)"],
    build=build,
    runner=runner,
    refused=refusals,
)
