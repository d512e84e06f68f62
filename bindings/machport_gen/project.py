"""The project's own definitions, and every file that is made from them.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from . import glue, ir
from .emit import (
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

Emitter = Callable[[ir.Definition], str]
INCLUDE = ("abi", "mach/include")
LICENSE = "SPDX-License-Identifier: MIT OR Apache-2.0"


@dataclass(frozen=True)
class Source:
    """A header, how C includes it, and what is emitted for it: a file -> its emitter. Of that SWIG makes packages for Go: a
    package -> its interface."""

    header: str
    spelled: str
    ir: str
    files: dict[str, Emitter] = field(default_factory=dict)
    glue: dict[str, str] = field(default_factory=dict)


def _layers(definition: str, prefix: str) -> dict[str, Emitter]:
    """The files of both Python layers."""
    return {
        f"swig/{definition}.i": swig.interface,
        f"python/machport/raw/{prefix}swig.py": swig.shadow,
        f"python/machport/raw/{prefix}swig.pyi": stubs.module,
        f"python/machport/raw/{prefix}cffi.py": cffi.layer,
        f"python/machport/raw/{prefix}cffi.pyi": stubs.module,
        f"python/generated/{definition}.cdef.h": cffi_shims.cdef,
        f"python/generated/{definition}.shims.c": cffi_shims.shims,
    }


SOURCES = (
    Source(
        "abi/machport.h",
        "machport.h",
        "abi/machport.json",
        {
            "abi/machport.map": library.version_script,
            "abi/generated/definition_hash.h": library.hash_header,
            "python/machport/raw/structs.py": records.module,
            "bindings/cpp/machport.hpp": cpp.header,
            "bindings/lua/machport/calls.lua": lua.module,
            "bindings/java/machport/Raw.java": java.layer,
            "bindings/java/machport/Calls.java": java_calls.calls,
            "bindings/csharp/Raw.cs": csharp.layer,
            "bindings/csharp/Calls.cs": csharp_calls.calls,
            "bindings/node/generated/machport.c": node.layer,
            "bindings/perl/lib/Machport/Calls.pm": perl.module,
            "bindings/ruby/lib/machport/calls.rb": ruby.module,
            "bindings/go/calls.go": go_calls.calls,
            "bindings/go/raw/raw.go": go.layer,
            "bindings/node/generated/machport.d.ts": node_types.layer,
            "bindings/node/generated/calls.js": node_calls.functions,
            "bindings/node/generated/calls.d.ts": node_types.functions,
            "bindings/rust/src/sys.rs": rust.bindings,
            "bindings/rust/src/calls.rs": rust_calls.calls,
            "swig/machport_calls.i": swig_calls.interface,
            **_layers("machport", ""),
        },
        {"rawglue": "swig/machport.i", "machportglue": "swig/machport_calls.i"},
    ),
    Source(
        "mach/include/mach/embedded.h",
        "mach/embedded.h",
        "mach/embedded.json",
        {
            "bindings/java/machport/Embedded.java": java.layer,
            "bindings/csharp/Embedded.cs": csharp.layer,
            "bindings/node/generated/embedded.c": node.layer,
            "bindings/go/embedded/embedded.go": partial(go.layer, module="machport"),
            "bindings/node/generated/embedded.d.ts": node_types.layer,
            "bindings/rust/src/embedded.rs": rust.bindings,
            **_layers("embedded", "embedded_"),
        },
        {"embeddedglue": "swig/embedded.i"},
    ),
)


def _licensed(text: str, definition: ir.Definition) -> str:
    """What is emitted for others is theirs; the project's own files are under its licence."""
    said = f"Generated {definition.generated}."
    line = next(line for line in text.splitlines() if said in line)
    indent = "   " if line.endswith("*/") else line.partition("Generated")[0]
    return text.replace(said, f"{said}\n{indent}{LICENSE}", 1)


def outputs(root: Path) -> dict[str, str]:
    """Every generated file of the project, by its path below root, with the text that it should have."""
    from . import reader

    made = {}
    for source in SOURCES:
        definition = reader.read(root / source.header, [root / i for i in INCLUDE], source.spelled, origin=source.header)
        made[source.ir] = ir.dumps(definition)
        # From the text, as everybody else reads it: what the IR does not say cannot be emitted.
        for path, emitter in source.files.items():
            made[path] = _licensed(emitter(ir.loads(made[source.ir])), definition)
        for package, interface in source.glue.items():
            for file, text in glue.made(interface, made[interface], package).items():
                spdx = f"// {LICENSE}" if file.endswith(".go") else f"/* {LICENSE} */"
                made[f"bindings/go/internal/{package}/{file}"] = text.replace("\n", f"\n{spdx}\n", 1)
    return made
