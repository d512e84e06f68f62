"""The docstrings and annotations that every Python layer shares.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import re
import textwrap

from ..ir import Definition, Port
from ..shape import Call, Value

LINE = 130
WIDTH = 110
# A NULL pointer cannot be passed from Python.
UNREACHABLE = ("E_POINTER",)


def signature(call: Call) -> str:
    names = ", ".join(v.name for v in call.inputs)
    return f"({names}, /)" if names else "()"


def docstring(call: Call) -> str:
    """What the definition says of a function, without those parameters that its caller never sees."""
    lines = textwrap.wrap(call.function.doc, WIDTH, break_on_hyphens=False)
    lines += _listed("Arguments", [(v.name, _said(v)) for v in call.inputs])
    lines += _listed("Results", [(v.name, _said(v)) for v in call.results])
    lines += _listed("MachError", [(s.name, s.when) for s in call.function.statuses if s.name not in UNREACHABLE])
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """A Python docstring of a text, which may hold quotes and backslashes."""
    escaped = re.sub(r'"{3,}|"+\Z', lambda quotes: '\\"' * len(quotes.group()), text.replace("\\", "\\\\"))
    return f'"""{escaped}"""'


def _listed(title: str, entries: list[tuple[str, str]]) -> list[str]:
    wrapped = [
        textwrap.wrap(f"{name}: {text}", WIDTH, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)
        for name, text in entries
        if text
    ]
    return ["", f"{title}:", *(line for entry in wrapped for line in entry)] if wrapped else []


def _said(value: Value) -> str:
    told = owner(value.param)
    return f"{value.param.doc} ({told})" if told and value.param.doc else value.param.doc or told


def owner(port: Port) -> str:
    """The kind and the verb of a port in words."""
    words = [port.kind.replace("_", " "), port.verb.replace("_", " ")]
    words += [word for word, said in (("may be NULL", port.nullable), ("may be DEAD", port.maybe_dead)) if said]
    words += [
        f"released by {port.released_by}" if port.released_by else "",
        f"until {port.retained_until}" if port.retained_until else "",
    ]
    return ", ".join(word for word in words if word)


def exported(definition: Definition) -> list[str]:
    """The public names of a layer, in the definition's order."""
    return (
        [c.name for c in definition.constants]
        + [s.constant for s in definition.statuses]
        + [f.name for f in definition.functions]
    )


def module_name(definition: Definition, what: str) -> str:
    """The bare name for the ABI itself, NAME_what for everybody else's definition."""
    return what if definition.library == "machport" else f"{definition.library}_{what}"


def structs_module(definition: Definition) -> str:
    return module_name(definition, "structs")


def header(definition: Definition, idea: str) -> str:
    """The first lines of a generated Python file."""
    return f'"""{idea}\n\nGenerated {definition.generated}.\n"""\n'


def c_header(definition: Definition, idea: str) -> str:
    """The first lines of a generated C file, or one that has C's comments."""
    return f"/* {idea} Generated {definition.generated}. */"


def all_list(definition: Definition) -> str:
    return "__all__ = [\n" + "".join(f'    "{name}",\n' for name in exported(definition)) + "]\n"


def folded(head: str, items: list[str], tail: str, indent: str = "") -> str:
    """A call or a signature as the formatter folds it."""
    line = f"{indent}{head}{', '.join(items)}{tail}"
    if len(line) <= LINE:
        return line
    inner = f"{indent}    {', '.join(items)}"
    if len(inner) > LINE:
        inner = "\n".join(f"{indent}    {item}," for item in items)
    return f"{indent}{head}\n{inner}\n{indent}{tail}"
