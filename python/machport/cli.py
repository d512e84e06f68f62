"""The command `machport`: see rights change hands, ask what a number means, see what is installed.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import argparse
import re
import sys
from collections.abc import Sequence
from importlib.metadata import version

from machport import _demo, _explain, _layers
from machport._definition import definition


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit code: 0 where all went well, 1 where not, 2 for wrong usage."""
    options = _parser().parse_args(_with_numbers(sys.argv[1:] if arguments is None else arguments))
    code: int = options.run(options)
    return code


def _with_numbers(arguments: Sequence[str]) -> list[str]:
    """The arguments, such that none of explain's is taken for an option that is a negative number, such as -0x1."""
    command, what = list(arguments[:1]), list(arguments[1:])
    numbers = command == ["explain"] and any(re.fullmatch(r"-0\w+", each) for each in what)
    return [*command, "--", *what] if numbers else [*command, *what]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="machport", description=__doc__.split("\n")[0].split(": ", 1)[1].capitalize())
    parser.add_argument("--version", action="version", version=f"machport {version('machport')}, ABI {definition()['version']}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    demo = commands.add_parser(
        "demo",
        help="hand a Mach right from a C library to cffi, to SWIG and back",
        description="Hands a right from a C library that knows only raw.h to cffi, to SWIG and back, and shows who owns what. "
        "The exit code is 0 when every step did what it says and no right is left over.",
    )
    demo.set_defaults(run=_run_demo)

    explain = commands.add_parser(
        "explain",
        help="say what a status, a disposition, a type mask, a name or a function means",
        description="Says what a number or a name means: every reading that the definition has of it. Of a function it says who "
        "owns what.",
        epilog="examples: machport explain 0x10000003; machport explain KERN_INVALID_RIGHT; machport explain 0x30000; "
        "machport explain MACH_MSG_TYPE_MOVE_SEND; machport explain machport_adopt",
    )
    explain.add_argument(
        "what",
        nargs="+",
        help="a number, decimal or hexadecimal, signed or not; or a name, the definition's, with or without MACHPORT_, or Mach's",
    )
    explain.set_defaults(run=_run_explain)

    layers = commands.add_parser(
        "layers",
        help="show the raw layers, the Mach that they run on, and what is not implemented yet",
        description="Shows both raw layers, the Mach that they run on, and the functions that answer KERN_NOT_SUPPORTED in this "
        "version. The exit code is 1 when a layer is not available.",
    )
    layers.set_defaults(run=_run_layers)
    return parser


def _run_demo(_options: argparse.Namespace) -> int:
    return 0 if _demo.run() else 1


def _run_explain(options: argparse.Namespace) -> int:
    code = 0
    for what in options.what:
        try:
            print("\n".join(_explain.explain(what)))
        except _explain.Unknown as error:
            print(f"machport explain: {error}", file=sys.stderr)
            code = 1
    return code


def _run_layers(_options: argparse.Namespace) -> int:
    try:
        lines, usable = _layers.report()
    except ValueError as error:  # MACHPORT_LAYER names no layer
        print(f"machport layers: {error}", file=sys.stderr)
        return 2
    print("\n".join(lines))
    return 0 if usable else 1
