"""What the C library itself is built with: its version script, and the hash that it answers.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

from ..ir import Definition
from . import prose


def version_script(definition: Definition) -> str:
    """A node for each version, which inherits the one before: a symbol never changes its node."""
    versions = sorted({f.since for f in definition.functions}, key=lambda v: [int(n) for n in v.split(".")])
    nodes, before = [prose.c_header(definition, "The symbols that the library exports.")], ""
    for version in versions:
        names = "".join(f"        {f.name};\n" for f in definition.functions if f.since == version)
        hidden = "" if before else "    local:\n        *;\n"
        node = f"{definition.library.upper()}_{version}"
        nodes.append(f"{node} {{\n    global:\n{names}{hidden}}}{before};")
        before = f" {node}"
    return "\n".join(nodes) + "\n"


def hash_header(definition: Definition) -> str:
    name = f"{definition.library.upper()}_DEFINITION_HASH"
    return f"""{prose.c_header(definition, "The hash of the definition, which the library answers.")}
#ifndef {name}
#define {name} UINT64_C({definition.hash})
#endif
"""
