"""The cffi layer: a module of flat Python functions above what cffi_shims declares.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

from ..ir import Definition
from ..shape import Call, calls
from . import cffi_drops, drops, prose
from .cffi_shims import called, dropped, form, integers_out, module
from .cffi_values import argument, c_name, converted, expected, read, room


def layer(definition: Definition) -> str:
    """The Python module."""
    idea = f"The functions of {definition.header}, by cffi."
    constants = [f"{c.name} = {c.value}" for c in definition.constants] + [
        f"{s.constant} = {s.value}" for s in definition.statuses
    ]
    records = [f'_{s.name} = _RECORDS["{s.name}"]' for s in definition.structs]
    made = calls(definition)
    # Looked up once, and not in every call.
    bound = [f"_{called(call)} = _lib.{called(call)}" for call in made]
    bound += [f"_{cffi_drops.name(call)} = _lib.{cffi_drops.name(call)}" for call in made if dropped(definition, call)]
    functions = [_function(definition, call) for call in made]
    imports = [
        "from functools import partial as _partial",
        "",
        "from machport.raw import _convert",
        "",
        f"from ._{module(definition)} import ffi as _ffi",
        f"from ._{module(definition)} import lib as _lib",
        *([f"from .{prose.structs_module(definition)} import RECORDS as _RECORDS"] if records else []),
    ]
    helpers = [
        "_buffer = _ffi.from_buffer",
        "_failure = _partial(_convert.failure, _ffi, _lib)",
        "_integer = _convert.integer",
        "_signed = _convert.signed",
        "_SIZE_MAX = _convert.SIZE_MAX",
        # A parameter may be called as these are.
        "_len = len",
        "_type = type",
        *records,
    ]
    parts = ["\n".join(part) for part in (imports, [prose.all_list(definition) + "\n".join(helpers)], bound, constants) if part]
    top = prose.header(definition, idea) + "\n" + "\n\n".join(parts)
    return "\n\n\n".join([top, *functions, "\n".join([*_hash_check(definition), "_convert.finish(globals())"])]) + "\n"


def _hash_check(definition: Definition) -> list[str]:
    function = f"{definition.library}_definition_hash"
    if not any(f.name == function for f in definition.functions):
        return []
    return [f"_convert.check_definition(__name__, 0x{definition.hash[2:].upper()}, {function}())"]


def _function(definition: Definition, call: Call) -> str:
    """One function: inputs become what C takes, C is called, results become what Python gets."""
    pointers = cffi_drops.pointers(definition, call)
    called_lines = _integers_called(call) if _only_integers(call) else _called(call, pointers)
    returned = _returned(call)
    if drops.dropped(definition, call):
        called_lines, returned = [], cffi_drops.kept(definition, call, called_lines, returned)
    elif dropped(definition, call):
        returned = cffi_drops.watched(definition, call, returned)
    lines = [_docstring(call), *called_lines, *returned]
    body = "\n".join(f"    {inner}" if inner else "" for line in lines for inner in line.split("\n"))
    return f"def {call.function.name}{prose.signature(call)}:\n{body}"


def _only_integers(call: Call) -> bool:
    return bool(call.raises and call.inputs and all(v.form == "integer" for v in call.values.values()))


def _integers_called(call: Call) -> list[str]:
    """The call, where all inputs are integers. An int is C's business: only where one does not fit is it looked at here."""
    names = [v.name for v in call.inputs]
    invoked, ints = f"_{called(call)}({', '.join(names)})", " and ".join(f"_type({name}) is int" for name in names)
    choice = f"{invoked} if {ints} else None"
    tried = f"    _done = {choice}"
    if len(f"    {tried}") > prose.LINE:
        choice = choice if len(f"            {choice}") <= prose.LINE else f"{invoked}\n        if {ints}\n        else None"
        tried = f"    _done = (\n        {choice}\n    )"
    fitted = [f"    {v.name} = _integer({', '.join(expected(call, v))})" for v in call.inputs]
    return [
        *["try:", tried, "except OverflowError:", "    _done = None"],
        *["if _done is None:", *fitted, f"    _done = {invoked}"],
    ]


def _called(call: Call, pointers: list[str]) -> list[str]:
    """The call of any other function: its inputs as C takes them, and room for its results, with pointers that are kept."""
    values = list(call.values.values())
    lines = [line for value in values for line in converted(call, value)]
    lines += [room(value) for value in values if value.param.direction == "out" and value.form != "integer"]
    lines += [f"_{pointer} = _buffer({pointer})" for pointer in pointers]
    passed = [v for v in values if v.form != "integer" or v.param.direction != "out"]
    arguments = [f"_{v.name}" if v.name in pointers else argument(call, v) for v in passed]
    invoked = f"_{called(call)}("
    if call.returns:
        value = f"{invoked}{', '.join(arguments)})"
        return [*lines, f"return _ffi.string({value}).decode()" if call.returns == "text" else f"return {value}"]
    folded = prose.folded(f"_done = {invoked}", arguments, ")", indent="    ")
    return lines + [line.removeprefix("    ") for line in folded.splitlines()]


def _docstring(call: Call) -> str:
    text = prose.docstring(call)
    return prose.quoted(text if text.count("\n") > 1 else text.strip())


def _returned(call: Call) -> list[str]:
    """The lines after a call that answers a status: results, a failure as MachError with them, and the return."""
    if not call.raises:
        return []
    name, integers, lines = call.function.name, integers_out(call), []
    failed, status = "_done", "_done"
    if form(call) == "packed":
        failed, status, low = "_done > 0xFFFFFFFF", "_signed(_done >> 32)", "_done & 0xFFFFFFFF"
        if len(call.results) == 1 and integers[0].scalar == "uint32_t":
            return [f"if {failed}:", f'    raise _failure("{name}", {status}, {low})', "return _done"]
        lines.append(f"{integers[0].name} = {low if integers[0].scalar == 'uint32_t' else f'_signed({low})'}")
    elif form(call) == "struct":
        failed = status = "_done.status"
        lines += [f"{v.name} = _done.{c_name(v)}" for v in integers]
    # Structs first: one of them may count the elements of an array before it.
    buffers = sorted((v for v in call.results if v.form != "integer"), key=lambda v: v.param.array)
    lines += [f"{v.name} = {read(v)}" for v in buffers]
    results = ", ".join(v.name for v in call.results)
    if len(call.results) > 1:
        lines.append(f"_results = ({results})")
        results = "_results"
    lines += [f"if {failed}:", f'    raise _failure("{name}", {status}, {results or None})']
    return lines + ([f"return {results}"] if results else [])
