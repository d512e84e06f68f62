"""Which of the two raw layers the owned types stand on, and how it is loaded.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import functools
import importlib
import os
from types import ModuleType

LAYERS = ("swig", "cffi")
"""The raw layers, the faster one first: it is the default."""


@functools.cache
def chosen() -> str:
    """The layer that the environment variable MACHPORT_LAYER names, or the default. It is read once."""
    return checked(os.environ.get("MACHPORT_LAYER") or LAYERS[0], "MACHPORT_LAYER")


def checked(layer: str, what: str = "the layer") -> str:
    """The layer's own name back, or a ValueError where there is none such."""
    if layer not in LAYERS:
        raise ValueError(f"{what} must be {' or '.join(map(repr, LAYERS))}, not {layer!r}")
    return layer


@functools.cache
def load(layer: str | None = None) -> ModuleType:
    """The raw layer of that name, or the chosen one. The other layer is not imported."""
    return importlib.import_module(f"machport.raw.{layer or chosen()}")


@functools.cache
def load_embedded(layer: str | None = None) -> ModuleType:
    """What the same layer offers of the embedded Mach."""
    return importlib.import_module(f"machport.raw.embedded_{layer or chosen()}")
