"""MACHPORT_LAYER chooses the raw layer, and only the chosen one is loaded.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from collections.abc import Callable
from subprocess import CompletedProcess

import pytest
from machport import Over, over

Python = Callable[..., "CompletedProcess[str]"]
LOADED = "import sys; print(*sorted(name for name in sys.modules if name in ('machport.raw.swig', 'machport.raw.cffi', 'cffi')))"


@pytest.mark.parametrize(
    ("choice", "loaded"), [("", "machport.raw.swig"), ("swig", "machport.raw.swig"), ("cffi", "machport.raw.cffi")]
)
def test_the_chosen_layer_is_loaded_alone(python: Python, choice: str, loaded: str) -> None:
    ended = python(f"import machport; machport.ReceiveRight.new().close(); {LOADED}", MACHPORT_LAYER=choice)
    assert (ended.stdout.split(), ended.stderr) == ([loaded], "")


@pytest.mark.parametrize(("layer", "other"), [("swig", "cffi"), ("cffi", "swig")])
def test_importing_one_raw_layer_does_not_import_the_other(python: Python, layer: str, other: str) -> None:
    ended = python(f"import machport.raw.{layer}; {LOADED}", MACHPORT_LAYER=other)
    assert (ended.stdout.split(), ended.stderr) == ([f"machport.raw.{layer}"], "")


def test_a_layer_that_does_not_exist_is_refused(python: Python) -> None:
    ended = python("import machport; machport.ReceiveRight.new()", MACHPORT_LAYER="ctypes")
    assert ended.stderr.endswith("ValueError: MACHPORT_LAYER must be 'swig' or 'cffi', not 'ctypes'\n")
    with pytest.raises(ValueError, match="the layer must be 'swig' or 'cffi', not 'ctypes'"):
        over("ctypes")


def test_a_handle_left_open_at_the_end_of_the_process_is_told(python: Python, mach: Over) -> None:
    ended = python("import machport; kept = machport.ReceiveRight.new()", "-W", "default", MACHPORT_LAYER=mach.layer)
    assert ended.returncode == 0
    assert "ResourceWarning: unclosed <ReceiveRight 0x" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_handle_that_outlives_the_warnings_ends_in_silence(python: Python, mach: Over) -> None:
    ended = python("import machport, sys; sys.kept = machport.ReceiveRight.new()", MACHPORT_LAYER=mach.layer)
    assert (ended.returncode, ended.stderr) == (0, "")
