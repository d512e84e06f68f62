"""What `emit` can be asked for.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

from collections.abc import Callable

from ..ir import Definition
from . import (
    cffi,
    cffi_shims,
    cpp,
    csharp,
    csharp_calls,
    go,
    go_calls,
    java,
    java_calls,
    library,
    lua,
    node,
    node_calls,
    node_types,
    perl,
    records,
    ruby,
    rust,
    rust_calls,
    stubs,
    swig,
    swig_calls,
)

LANGUAGES: dict[str, Callable[[Definition], str]] = {
    "map": library.version_script,
    "hash": library.hash_header,
    "swig": swig.interface,
    "swig-calls": swig_calls.interface,
    "swig-module": swig.shadow,
    "cffi": cffi.layer,
    "cffi-cdef": cffi_shims.cdef,
    "cffi-shims": cffi_shims.shims,
    "structs": records.module,
    "stubs": stubs.module,
    "cpp": cpp.header,
    "lua": lua.module,
    "java": java.layer,
    "java-calls": java_calls.calls,
    "csharp": csharp.layer,
    "csharp-calls": csharp_calls.calls,
    "node": node.layer,
    "perl": perl.module,
    "ruby": ruby.module,
    "go": go.layer,
    "go-calls": go_calls.calls,
    "node-types": node_types.layer,
    "node-calls": node_calls.functions,
    "node-calls-types": node_types.functions,
    "rust": rust.bindings,
    "rust-calls": rust_calls.calls,
}
