"""Compares libmach with the per-call matrix: each Mach call against each of 63 prepared states of an entry, as XNU answered.

SPDX-License-Identifier: MIT OR Apache-2.0

MATRIX.md says what a row means. rows.py reads them, states.py prepares the subjects in the tasks of world.py, calls.py makes the
call, after.py looks at what is there then, expected.py says what should be, and comparison.py goes through a file. The Mach calls
are those of the replayer, and so is the command: `python -m replay`.
"""
