"""Writes the table of Go's functions for the runner: each of the raw layer, by its name in C.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

from vector_definition import Definition


def spelled(function: str) -> str:
    """As Go calls a function of the definition."""
    package, prefix = ("embedded", "mach_embedded_") if function.startswith("mach_embedded_") else ("raw", "machport_")
    return f"{package}.{''.join(word.capitalize() for word in function.removeprefix(prefix).split('_'))}"


def text(known: Definition) -> str:
    """As gofmt writes it."""
    widest = max(map(len, known.functions))
    rows = "".join(f'\t"{name}": {" " * (widest - len(name))}{spelled(name)},\n' for name in known.functions)
    return f'package main\n\nimport (\n\t"machport/embedded"\n\t"machport/raw"\n)\n\nvar functions = map[string]any{{\n{rows}}}\n'
