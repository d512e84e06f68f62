"""The SWIG interface of the functions whose rights belong to a name space, for languages whose threads change below a call: Go.

SPDX-License-Identifier: MIT OR Apache-2.0

Each has the epoch of its rights before its parameters, and is called where the thread is of that epoch alone.
"""

from __future__ import annotations

from dataclasses import replace

from ..ir import Definition, Function, Param
from ..shape import Call, call, is_scalar
from . import prose, swig

EPOCH = Param(name="epoch_", type="uint64_t")


def interface(definition: Definition) -> str:
    here = [f for f in definition.functions if is_here(definition, f)]
    return (
        "\n\n".join(
            [
                prose.c_header(
                    definition, f"The functions of {definition.header} whose rights belong to a name space, for SWIG."
                ),
                f"%module {prose.module_name(definition, 'calls')}",
                *swig.opening(definition),
                *(["%machport_heres()"] if here else []),
                *(_function(call(definition, f)) for f in here),
            ]
        )
        + "\n"
    )


def is_here(definition: Definition, function: Function) -> bool:
    """Whether it has rights, and is done at once."""
    rights = any(is_right(p) for p in function.params)
    return rights and is_scalar(definition, function) and definition.is_status(function.returns) and not function.blocks


def is_right(param: Param) -> bool:
    return param.kind not in ("", "raw") and param.verb != "plain"


def _function(shaped: Call) -> str:
    function = shaped.function
    shaped.function = replace(function, name=f"{function.name}_here", params=[EPOCH, *function.params])
    asked = [f"%machport_here({function.name})", f"%machport_returns_{swig.returns(shaped)}"]
    before, declared, cleared = swig.declaration(shaped)
    return "\n".join([*asked, *before, declared, *cleared])
