"""How the cffi layer releases the rights that a call gave where it cannot make its results: in C while cffi makes them of what a
shim returned, and in Python's functions while they read what cffi has made.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

from ..ir import Definition
from ..shape import MOST_RESULTS, Call
from . import drops
from .cffi_values import c_name


def notes(definition: Definition) -> str:
    """The C that every shim which gives rights has them noted by. cffi has no place of its own for what could not be made, so it
    is led here where it makes it."""
    return f"""\
/* The rights that a shim gave, until cffi has made an object of what it returned. Where it has no memory for one, nobody would
   have them. */
struct shim_notes {{
    int count;
    struct {{
        uint32_t kind, name;
        uint64_t guard;
    }} of[{MOST_RESULTS}];
}};
static _Thread_local struct shim_notes shim_noted;

static void shim_note(int place, uint32_t kind, uint32_t name, uint64_t guard)
{{
    struct shim_notes *notes = &shim_noted;
    notes->of[place].kind = kind;
    notes->of[place].name = name;
    notes->of[place].guard = guard;
    notes->count = place + 1;
}}

__attribute__((cold, noinline)) static void shim_release(const struct shim_notes *notes)
{{
    for (int i = 0; i < notes->count; i++)
        (void){drops.release(definition)}(notes->of[i].kind, notes->of[i].name, notes->of[i].guard);
}}

static PyObject *shim_made(PyObject *object)
{{
    struct shim_notes *notes = &shim_noted;
    if (object == NULL)
        shim_release(notes);
    notes->count = 0;
    return object;
}}

static PyObject *shim_made_struct(char *bytes, struct _cffi_ctypedescr *type)
{{
    return shim_made(_cffi_from_c_struct(bytes, type));
}}

/* What cffi makes an object with. */
#define PyLong_FromUnsignedLong(number) shim_made(PyLong_FromUnsignedLong(number))
#define PyLong_FromUnsignedLongLong(number) shim_made(PyLong_FromUnsignedLongLong(number))
#undef _cffi_from_c_struct
#define _cffi_from_c_struct shim_made_struct"""


def gives(definition: Definition, call: Call) -> bool:
    """Whether it gives rights that are numbers."""
    return bool(drops.given(definition, call, _places(call, "")))


def noted(definition: Definition, call: Call, where: str) -> list[str]:
    """The C statements of a shim, after the call; where: what stands before a result."""
    given = drops.given(definition, call, _places(call, where))
    return [f"shim_note({place}, {arguments});" for place, arguments in enumerate(given)]


def name(call: Call) -> str:
    return f"{call.function.name}_drop"


def function(definition: Definition, call: Call) -> str:
    """The C function that Python calls: for rights in memory, or in the struct that the shim returned."""
    if drops.dropped(definition, call):
        casts = [f"{v.struct} *{v.name} = {v.name}_;" for v in drops.taken(definition, call) if v.struct]
        body = [*casts, *drops.released(definition, call)]
    else:
        given = drops.given(definition, call, _places(call, "results."))
        body = [f"(void){drops.release(definition)}({arguments});" for arguments in given]
    lines = "".join(f"    {line}\n" for line in body)
    return f"static {_declared(definition, call, '_')}\n{{\n{lines}}}"


def prototype(definition: Definition, call: Call) -> str:
    """As cffi reads it."""
    return f"{_declared(definition, call)};"


def _places(call: Call, where: str) -> dict[str, str]:
    return {v.param.name: f"{where}{c_name(v)}" if v.param.direction == "out" else c_name(v) for v in call.values.values()}


def _declared(definition: Definition, call: Call, suffix: str = "") -> str:
    if drops.dropped(definition, call):
        held = [
            f"{definition.base(v.param.type)} {v.name}" if v.form == "integer" else f"void *{v.name}{suffix if v.struct else ''}"
            for v in drops.taken(definition, call)
        ]
    else:
        guards = [f"{v.scalar} {c_name(v)}" for v in drops.guards(definition, call)]
        held = [f"{call.function.name}_results results", *guards]
    return f"void {name(call)}({', '.join(held)})"


def pointers(definition: Definition, call: Call) -> list[str]:
    """The results in memory of which C is told again where they cannot be made."""
    return [v.name for v in drops.taken(definition, call) if v.form != "integer"] if drops.dropped(definition, call) else []


def kept(definition: Definition, call: Call, called: list[str], returned: list[str]) -> list[str]:
    """The lines of a Python function whose results hold rights in memory: they are released where anything is raised before the
    caller has them."""
    start = next(i for i, line in enumerate(called) if line.startswith("_done = "))
    raises = next(i for i, line in enumerate(returned) if line.startswith("if _done"))
    failure = returned[raises + 1].strip().removeprefix("raise ")
    arguments = [v.name if v.form == "integer" else f"_{v.name}" for v in drops.taken(definition, call)]
    tried = [*called[start:], *returned[:raises], f"_error = {failure} if _done else None"]
    return [
        *called[:start],
        "try:",
        *(f"    {line}" for line in tried),
        "except BaseException:",
        f"    _{name(call)}({', '.join(arguments)})",
        "    raise",
        "if _error is not None:",
        "    raise _error",
        *returned[raises + 2 :],
    ]


def watched(definition: Definition, call: Call, returned: list[str]) -> list[str]:
    """The lines of a Python function after its call: where results cannot be read from the struct that the shim returned, the
    rights in it are released."""
    read = next(i for i, line in enumerate(returned) if line.startswith("if "))
    arguments = ", ".join(["_done", *(v.name for v in drops.guards(definition, call))])
    return [
        "try:",
        *(f"    {line}" for line in returned[:read]),
        "except BaseException:",
        f"    _{name(call)}({arguments})",
        "    raise",
        *returned[read:],
    ]
