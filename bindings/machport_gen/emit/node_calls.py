"""The functions of a definition for Node with its words in them, over the layer and machport's owned rights.

SPDX-License-Identifier: MIT OR Apache-2.0

What is borrowed is looked at, what is consumed is taken out of its owner when the call did take it, what is owned comes back as
an owned right. A function that these words do not say whole, or that has no right in it, is left to the layer.
"""

from __future__ import annotations

from ..ir import Definition, Param
from ..shape import Call, calls, is_sayable
from .managed import camel
from .node import function_name

CLASSES = {
    "send": "SendRight",
    "send_once": "SendOnceRight",
    "receive": "ReceiveRight",
    "port_set": "PortSet",
    "dead_name": "DeadName",
    "any": "Right",
}

# What cannot be the name of a parameter.
WORDS = """
    arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally
    for function if implements import in instanceof interface let new null package private protected public return static super
    switch this throw true try typeof var void while with yield
    """
# What the functions themselves use.
KEYWORDS = frozenset([*WORDS.split(), "raw", "machport", "consume", "lending", "lent", "owned", "owner"])


def functions(definition: Definition) -> str:
    """A module that exports a function of the layer and of machport's package, which gives the functions."""
    idea = f"What {definition.header} says of rights, with their owners."
    made = "\n".join(_function(definition, call) for call in typed(definition))
    return f"""// {idea}
// Generated {definition.generated}.
'use strict';

module.exports = (raw, machport) => {{
  const {{ consume, lending, lent, owned, owner }} = machport;
  return {{
{made}
  }};
}};
"""


def typed(definition: Definition) -> list[Call]:
    """The functions in which a right has an owner."""
    return [c for c in calls(definition) if is_sayable(definition, c.function) and any(map(is_right, c.function.params))]


def is_right(param: Param) -> bool:
    """Whether its owner shows; what is lent or NULL, and what claims nothing, is a number."""
    is_number = param.direction == "in" and param.verb == "borrowed" and param.nullable
    return param.kind in CLASSES and param.verb != "plain" and not is_number


def is_guard(param: Param) -> bool:
    return param.type.endswith("_guard_t") and param.direction == "in"


def parameter(param: Param) -> str:
    made = camel(param.name)
    return f"{made}_" if made in KEYWORDS else made


def _function(definition: Definition, call: Call) -> str:
    function = call.function
    inputs = [value.param for value in call.inputs]
    results = [value.param for value in call.results]
    invoked = f"raw.{function_name(definition, function.name)}({', '.join(map(_argument, inputs))})"
    always, on_success = (
        ", ".join(parameter(p) for p in inputs if p.verb == verb) for verb in ("consumed", "consumed_on_success")
    )
    if always or on_success:
        invoked = f"consume([{always}], [{on_success}], () => {invoked})"
    lines = [f"{invoked};"]
    if results:
        names = ", ".join(map(parameter, results))
        guard = "".join(f", {parameter(p)}" for p in inputs if is_guard(p))
        made = ", ".join(_result(p, guard) for p in results)
        several = len(results) > 1
        lines = [f"const {f'[{names}]' if several else names} = {invoked};", f"return {f'[{made}]' if several else made};"]
    body = "".join(f"      {line}\n" for line in lines)
    return f"    {function_name(definition, function.name)}({', '.join(map(parameter, inputs))}) {{\n{body}    }},"


def _argument(param: Param) -> str:
    name = parameter(param)
    if not is_right(param):
        return name
    if param.verb == "borrowed":
        return f"lent({name}, machport.{CLASSES[param.kind]})"
    return f"owner({name}, machport.{CLASSES[param.kind]}{', true' if param.nullable else ''})"


def _result(param: Param, guard: str) -> str:
    name = parameter(param)
    if not is_right(param):
        return name
    if param.verb == "borrowed":
        return f"lending({name})"
    return f"owned(machport.{CLASSES[param.kind]}, {name}{guard if param.kind == 'receive' else ''})"
