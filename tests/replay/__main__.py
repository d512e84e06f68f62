"""`python -m replay FILE...`: replays recordings and rows of the matrix on libmach, and exits with 1 where an answer differs.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import argparse
import sys
from pathlib import Path

import matrix.comparison
import matrix.report
import matrix.rows

from .mach import Mach, Missing
from .recording import Recording, Unreadable, read
from .replayer import Outcome, replay


def main(words: list[str] | None = None) -> int:
    """The words are the command's, where they are not given otherwise."""
    arguments = argparse.ArgumentParser(prog="replay", description="Replays what XNU answered on libmach.")
    arguments.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="FILE",
        help="a recording, FORMAT.md, or rows of the matrix (.jsonl), ../matrix/MATRIX.md; compressed with gzip (.gz) or not",
    )
    arguments.add_argument(
        "--libmach",
        type=Path,
        default=Path(__file__).parents[2] / "build/gcc/mach/libmach.so.1",
        metavar="PATH",
        help="the library (default: the one of the gcc build)",
    )
    options = arguments.parse_args(words)
    try:
        mach = Mach(str(options.libmach))
    except OSError as error:
        print(f"replay: {error}\nreplay: build it first (make replay does), or say with --libmach where it is", file=sys.stderr)
        return 2
    differences = 0
    for path in options.files:
        try:
            differences += replay_rows(path, mach) if ".jsonl" in path.suffixes else replay_sequences(path, mach)
        except (OSError, EOFError, UnicodeDecodeError, Unreadable, matrix.rows.Unreadable, Missing) as error:
            print(f"replay: {path}: {error}", file=sys.stderr)
            return 2
    return 1 if differences else 0


def replay_rows(path: Path, mach: Mach) -> int:
    outcome = matrix.comparison.compare(matrix.rows.read(path), mach)
    matrix.report.report(path, outcome)
    return len(outcome.differences)


def replay_sequences(path: Path, mach: Mach) -> int:
    recording = read(path)
    outcome = replay(recording, mach, progress)
    report(recording, outcome)
    return len(outcome.differences)


def progress(recording: Recording, done: int) -> None:
    of = len(recording.sequences)
    if done == of or sys.stderr.isatty():
        print(f"{recording.path.name}: {done} of {of} sequences", end="\n" if done == of else "\r", file=sys.stderr, flush=True)


def report(recording: Recording, outcome: Outcome) -> None:
    total = sum(sequence.operations for sequence in recording.sequences)
    differences = outcome.differences
    print(
        f"{recording.path}: {len(recording.sequences)} sequences, {outcome.operations} of {total} operations replayed,"
        f" {outcome.states} state blocks compared, {len(differences)} differ"
    )
    if differences:
        first = differences[0]
        print(f"  first difference: {first.sequence}, line {first.line}")
        for line in first.before:
            print(f"      {line}")
        print(f"    expected {first.expected}\n    got      {first.got}")
        print(
            f"  sequences that differ: {', '.join(difference.sequence.removeprefix('sequence ') for difference in differences)}"
        )


if __name__ == "__main__":
    sys.exit(main())
