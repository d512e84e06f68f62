"""What `machport layers` lists as not implemented is what answers so.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import json
from importlib.resources import files
from typing import Any

import pytest
from machport import MachError, Over
from machport._definition import unimplemented

DEFINITION = json.loads(files("machport").joinpath("machport.json").read_text("utf-8"))
FUNCTIONS = {function["name"]: function for function in DEFINITION["functions"]}
STRUCTS = {struct["name"]: struct for struct in DEFINITION["structs"]}


def zeros(struct: str) -> list[Any]:
    """A struct as Python passes it, all of it 0."""
    fields = [field["type"] for field in STRUCTS[struct]["fields"] if field["name"] != "struct_size"]
    return [zeros(kind) if kind in STRUCTS else 0 for kind in fields]


def arguments(function: str) -> list[Any]:
    """Nothing, in the shape that each parameter wants: 0, no bytes, no rights."""
    given = [param for param in FUNCTIONS[function]["params"] if param["direction"] != "out"]
    sizes = {param["sized_by"] for param in given if "sized_by" in param}
    return [nothing(param) for param in given if param["name"] not in sizes]


def nothing(param: dict[str, Any]) -> object:
    if "sized_by" in param:
        return b"" if param["type"] == "void" else []
    return zeros(param["type"]) if param["type"] in STRUCTS else 0


def test_the_list_is_of_the_definition() -> None:
    assert set(unimplemented()) < set(FUNCTIONS)
    assert list(unimplemented()) == sorted(unimplemented())


@pytest.mark.parametrize("function", unimplemented())
def test_a_listed_function_answers_not_supported(mach: Over, function: str) -> None:
    with pytest.raises(MachError, match=f"^{function}: KERN_NOT_SUPPORTED "):
        getattr(mach.raw, function)(*arguments(function))


def test_no_other_function_does(mach: Over) -> None:
    answers = {}
    for function in set(FUNCTIONS) - set(unimplemented()):
        try:
            made = getattr(mach.raw, function)(*arguments(function))
        except MachError as error:
            answers[function] = error.name
        else:
            release(mach, function, made)
    assert "KERN_NOT_SUPPORTED" not in answers.values()


def release(mach: Over, function: str, made: Any) -> None:
    """Gives back what a call made out of nothing."""
    outs = [param for param in FUNCTIONS[function]["params"] if param["direction"] == "out"]
    for param, name in zip(outs, made if isinstance(made, tuple) else [made], strict=False):
        if param.get("verb") == "owned" and param["kind"] != "raw":
            mach.raw.machport_release(getattr(mach.raw, f"MACHPORT_KIND_{param['kind'].upper()}"), name, 0)
