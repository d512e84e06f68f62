"""The cffi layer: a module of flat Python functions above what cffi_shims declares.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

from struct import calcsize

from ..ir import SCALARS, SIZE, Definition
from ..shape import Call, Value, caller_name, calls
from . import cffi_drops, drops, prose
from .cffi_shims import called, dropped, form, integers_out, module
from .records import CODES


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
    invoked, ints = f"_{called(call)}({', '.join(names)})", " and ".join(f"type({name}) is int" for name in names)
    tried = f"    _done = {invoked} if {ints} else None"
    if len(tried) + len("    ") > prose.LINE:
        tried = f"    _done = (\n        {invoked}\n        if {ints}\n        else None\n    )"
    converted = [f"    {v.name} = _integer({', '.join(_expected(call, v))})" for v in call.inputs]
    return [
        *["try:", tried, "except OverflowError:", "    _done = None"],
        *["if _done is None:", *converted, f"    _done = {invoked}"],
    ]


def _called(call: Call, pointers: list[str]) -> list[str]:
    """The call of any other function: its inputs as C takes them, and room for its results, with pointers that are kept."""
    values = list(call.values.values())
    lines = [line for value in values for line in _converted(call, value)]
    lines += [_room(value) for value in values if value.param.direction == "out" and value.form != "integer"]
    lines += [f"_{pointer} = _buffer({pointer})" for pointer in pointers]
    passed = [v for v in values if v.form != "integer" or v.param.direction != "out"]
    arguments = [f"_{v.name}" if v.name in pointers else _argument(call, v) for v in passed]
    invoked = f"_{called(call)}("
    if call.returns:
        value = f"{invoked}{', '.join(arguments)})"
        return [*lines, f"return _ffi.string({value}).decode()" if call.returns == "text" else f"return {value}"]
    folded = prose.folded(f"_done = {invoked}", arguments, ")", indent="    ")
    return lines + [line.removeprefix("    ") for line in folded.splitlines()]


def _docstring(call: Call) -> str:
    text = prose.docstring(call)
    return prose.quoted(text if text.count("\n") > 1 else text.strip())


def _expected(call: Call, value: Value) -> tuple[str, str, str, str]:
    """An integer, and what a refusal says of it: where it stands, the lowest and the highest that fit."""
    low, high = (0, "_SIZE_MAX") if value.scalar == SIZE else SCALARS[value.scalar]
    return value.name, _where(call, value), str(low), str(high)


def _where(call: Call, value: Value) -> str:
    return f'"{call.function.name}: {value.name}"'


def _converted(call: Call, value: Value) -> list[str]:
    """An input, as C takes it: an integer that fits, or a buffer."""
    param, name, where = value.param, value.name, _where(call, value)
    if param.direction == "out" or param.name in call.lengths:
        return []
    if value.form == "integer":
        *_, low, high = expected = _expected(call, value)
        return [
            f"if type({name}) is not int or not {low} <= {name} <= {high}:",
            f"    {name} = _integer({', '.join(expected)})",
        ]
    inout = "_inout" if param.direction == "inout" else ""
    made = {
        "text": f"_convert.text({name}, {where})",
        "bytes": f"_convert.contiguous({name}, {where})",
        "integers": f'_convert.integers{inout}({name}, {where}, "{CODES.get(value.scalar, "")}")',
        "struct": f"_{value.struct}.pack{'_or_none' if param.nullable else ''}({name}, {where})",
        "structs": f"_{value.struct}.pack_all({name}, {where})",
    }
    return [f"{name} = {made[value.form]}"]


def _room(value: Value) -> str:
    """Room for a result, once its capacity is known to be a number."""
    capacity = caller_name(value.param.sized_by)
    made = {
        "bytes": f"_convert.room(1, {capacity})",
        "integers": f"_convert.room({_item_size(value)}, {capacity})",
        "struct": f"_{value.struct}.room()",
        "structs": f"_{value.struct}.room({capacity})",
    }
    return f"{value.name} = {made[value.form]}"


def _item_size(value: Value) -> str:
    if value.struct:
        return f"_{value.struct}.size"
    return str(calcsize("=" + CODES[value.scalar])) if value.scalar else "1"


def _argument(call: Call, value: Value) -> str:
    length_of = call.lengths.get(value.param.name)
    if length_of:
        array = call.values[length_of]
        return f"len({array.name}) // {_item_size(array)}".removesuffix(" // 1")
    if value.form in ("integer", "text"):
        return value.name
    buffer = f"_buffer({value.name})"
    return f"_ffi.NULL if {value.name} is None else {buffer}" if value.param.nullable and value.form == "struct" else buffer


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
        lines += [f"{v.name} = _done.{v.name}" for v in integers]
    # Structs first: one of them may count the elements of an array before it.
    buffers = sorted((v for v in call.results if v.form != "integer"), key=lambda v: v.param.array)
    lines += [f"{v.name} = {_read(v)}" for v in buffers]
    results = ", ".join(v.name for v in call.results)
    if len(call.results) > 1:
        lines.append(f"_results = ({results})")
        results = "_results"
    lines += [f"if {failed}:", f'    raise _failure("{name}", {status}, {results or None})']
    return lines + ([f"return {results}"] if results else [])


def _read(value: Value) -> str:
    """A result, from the buffer that C wrote; as many elements as C counts."""
    if value.form == "struct":
        return f"_{value.struct}.unpack{'_or_none' if value.param.nullable else ''}({value.name})"
    counted = value.param.counted_by or f"len({value.name})"
    count = ".".join(caller_name(part) for part in counted.split("."))
    return {
        "bytes": f"_convert.read_bytes({value.name}, {count})",
        "integers": f'_convert.read_integers({value.name}, "{CODES.get(value.scalar, "")}", {count})',
        "structs": f"_{value.struct}.unpack_all({value.name}, {count})",
    }[value.form]
