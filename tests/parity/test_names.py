"""The public names, values, signatures and texts of both layers are those of the definition.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import importlib
import inspect
from types import ModuleType

import pytest
from machport import MachError

from .definition import FILES, LAYERS, MODULES, load


def module(which: str, layer: str) -> ModuleType:
    return importlib.import_module(MODULES[which][layer])


def functions(which: str, layer: str) -> set[str]:
    return {name for name in module(which, layer).__all__ if inspect.isroutine(getattr(module(which, layer), name))}


@pytest.mark.parametrize("which", FILES)
def test_the_layers_have_the_same_names(which: str) -> None:
    swig, cffi = (module(which, layer) for layer in LAYERS)
    assert swig.__all__ == cffi.__all__
    assert len(set(swig.__all__)) == len(swig.__all__)
    for name in swig.__all__:
        assert hasattr(swig, name), name
        assert hasattr(cffi, name), name


@pytest.mark.parametrize("which", FILES)
@pytest.mark.parametrize("layer", LAYERS)
def test_no_public_name_is_left_out(which: str, layer: str) -> None:
    public = {name for name in vars(module(which, layer)) if name.startswith(("machport_", "MACHPORT_", "mach_", "Mach"))}
    assert public <= set(module(which, layer).__all__)


@pytest.mark.parametrize("which", FILES)
@pytest.mark.parametrize("layer", LAYERS)
def test_the_functions_are_those_of_the_definition(which: str, layer: str) -> None:
    assert functions(which, layer) == load(which).functions.keys()


@pytest.mark.parametrize("which", FILES)
@pytest.mark.parametrize("layer", LAYERS)
def test_the_constants_are_those_of_the_definition(which: str, layer: str) -> None:
    raw = module(which, layer)
    numbers = {name: getattr(raw, name) for name in raw.__all__ if isinstance(getattr(raw, name), int)}
    assert numbers == load(which).constants


@pytest.mark.parametrize("which", FILES)
@pytest.mark.parametrize("layer", LAYERS)
def test_the_signatures_are_those_of_the_definition(which: str, layer: str) -> None:
    raw, defined = module(which, layer), load(which).functions
    assert {name: str(inspect.signature(getattr(raw, name))) for name in defined} == {
        name: function.signature for name, function in defined.items()
    }


@pytest.mark.parametrize("which", FILES)
def test_the_docstrings_are_the_same(which: str) -> None:
    swig, cffi = (module(which, layer) for layer in LAYERS)
    assert {name: inspect.getdoc(getattr(swig, name)) for name in functions(which, "swig")} == {
        name: inspect.getdoc(getattr(cffi, name)) for name in functions(which, "cffi")
    }


@pytest.mark.parametrize("which", FILES)
@pytest.mark.parametrize("layer", LAYERS)
def test_the_docstrings_say_what_the_definition_says(which: str, layer: str) -> None:
    unsaid: list[str] = []  # E_POINTER aside: Python cannot pass a NULL pointer
    for name, function in load(which).functions.items():
        words = " ".join((inspect.getdoc(getattr(module(which, layer), name)) or "").split())
        texts = [function.entry["doc"]]
        texts += [parameter["doc"] for parameter in function.seen if "doc" in parameter]
        texts += [
            f"{status['name']}: {status['when']}"
            for status in function.entry.get("statuses", [])
            if status["name"] != "E_POINTER"
        ]
        unsaid += [f"{name}: {text}" for text in texts if " ".join(text.split()) not in words]
    assert not unsaid, "\n".join(unsaid[:20])


@pytest.mark.parametrize("layer", LAYERS)
def test_both_layers_raise_the_same_exception(layer: str) -> None:
    with pytest.raises(MachError):
        module("machport", layer).machport_types(0)
