"""Replays recorded sequences of Mach calls on libmach, and finds the first answer that differs.

SPDX-License-Identifier: MIT OR Apache-2.0

FORMAT.md says what the lines of a recording mean. recording.py reads them, words.py and symbols.py turn their words into
numbers and names and back, task.py and mach.py call the library, calls.py and state.py do what a line says, versions.py and
compare.py say when two answers are equal, and replayer.py goes through a file.
"""
