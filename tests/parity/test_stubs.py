"""The stubs say what the modules have: mypy's stubtest compares them, and the names of parameters are read beside it.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from .definition import FILES, LAYERS, MODULES, load


def stub(which: str, layer: str) -> Path:
    return Path(str(importlib.import_module(MODULES[which][layer]).__file__)).with_suffix(".pyi")


@pytest.mark.parametrize("layer", LAYERS)
def test_the_stubs_agree_with_the_modules(layer: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mypy.stubtest", *(MODULES[which][layer] for which in MODULES)]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("which", FILES)
@pytest.mark.parametrize("layer", LAYERS)
def test_the_stubs_name_the_parameters(which: str, layer: str) -> None:
    """stubtest does not look at the names of positional parameters."""
    functions = [node for node in ast.parse(stub(which, layer).read_text()).body if isinstance(node, ast.FunctionDef)]
    assert {function.name: [argument.arg for argument in function.args.posonlyargs] for function in functions} == {
        name: [parameter.name for parameter in function.inputs] for name, function in load(which).functions.items()
    }


@pytest.mark.parametrize("which", FILES)
def test_the_stubs_of_both_layers_are_the_same(which: str) -> None:
    swig, cffi = (ast.parse(stub(which, layer).read_text()) for layer in LAYERS)
    assert ast.dump(swig) == ast.dump(cffi)
