"""The generator on the command line: python -m machport_gen.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import argparse
import difflib
import sys
from pathlib import Path

from . import ir, project
from .emit import languages
from .words import Refused

ROOT = Path(__file__).resolve().parents[2]


def generate(arguments: argparse.Namespace) -> int:
    """Writes what differs, and says what it wrote."""
    for path, text in project.outputs(arguments.root).items():
        file = arguments.root / path
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
            print(f"wrote {path}")
    return 0


def check(arguments: argparse.Namespace) -> int:
    """Compares what stands in the tree with what the definition says."""
    differing = 0
    for path, text in project.outputs(arguments.root).items():
        file = arguments.root / path
        stored = file.read_text(encoding="utf-8") if file.exists() else ""
        if stored != text:
            differing += 1
            lines = stored.splitlines(keepends=True), text.splitlines(keepends=True)
            sys.stdout.writelines(difflib.unified_diff(*lines, path, f"{path} (from the definition)"))
    if differing:
        print(f"{differing} generated files differ from the definition: `make generated` writes them", file=sys.stderr)
    return 1 if differing else 0


def read(arguments: argparse.Namespace) -> int:
    from . import reader

    sys.stdout.write(ir.dumps(reader.read(arguments.header, arguments.include, arguments.spelled, arguments.library)))
    return 0


def emit(arguments: argparse.Namespace) -> int:
    try:
        text = arguments.ir.read_text(encoding="utf-8")
        emitted = languages.LANGUAGES[arguments.language](ir.loads(text))
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"no definition can be read: {error}", str(arguments.ir)) from None
    except Refused as refused:
        refused.place = refused.place or str(arguments.ir)
        raise
    sys.stdout.write(emitted)
    return 0


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="machport_gen",
        description="Reads an annotated C header into the machine-readable definition (the IR), and emits bindings from it.",
        epilog="Only read, generate and check need libclang, the last two SWIG too; emit needs nothing but Python.",
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, does: str, run: object) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=does, description=does[0].upper() + does[1:] + ".")
        added.set_defaults(run=run)
        return added

    for name, does, run in (
        ("generate", "write every generated file of the project anew", generate),
        ("check", "compare every generated file of the project with the definition; show the differences and fail on one", check),
    ):
        command(name, does, run).add_argument(
            "--root", type=Path, default=ROOT, help="the project's folder (default: the one around this package)"
        )

    reads = command("read", "print the IR of a header that is annotated with the words of verbs.h", read)
    reads.add_argument(
        "header", type=Path, metavar="HEADER", help="the header; those that it includes from its own folder belong to it"
    )
    reads.add_argument(
        "-I", dest="include", type=Path, action="append", default=[], metavar="FOLDER", help="where included headers are"
    )
    reads.add_argument("--library", default="", metavar="NAME", help="what its bindings are called (default: the header's name)")
    reads.add_argument("--spelled", default="", metavar="PATH", help="how C code includes the header (default: its file name)")

    emits = command("emit", "print one generated file for a definition", emit)
    emits.add_argument(
        "language", choices=sorted(languages.LANGUAGES), metavar="LANGUAGE", help=", ".join(sorted(languages.LANGUAGES))
    )
    emits.add_argument("ir", type=Path, metavar="IR", help="the definition, as JSON: machport.json, or what read printed")
    return top


def main(words: list[str] | None = None) -> int:
    """The words are the command's, where they are not given otherwise."""
    arguments = parser().parse_args(words)
    try:
        return int(arguments.run(arguments))
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
