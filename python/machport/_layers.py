"""What the two raw layers say of themselves.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from machport._definition import definition
from machport._layer import LAYERS, chosen, load


def report() -> tuple[list[str], bool]:
    """The report's lines, and whether both layers are usable."""
    lines = [f"definition {definition()['version']}, hash {definition()['hash']}", ""]
    form = "{:<7}{:<9}{:<11}{:<6}{:<20}{}".format
    lines.append(form("layer", "default", "Mach", "ABI", "definition's hash", "state").rstrip())
    usable = True
    for layer in LAYERS:
        default = "yes" if layer == chosen() else ""
        try:
            raw = load(layer)
        except ImportError as error:
            usable = False
            lines.append(form(layer, default, "-", "-", "-", f"not available: {error}"))
            continue
        version = raw.machport_abi_version()
        number = f"{version >> 16}.{version & 0xFFFF}"
        lines.append(
            form(layer, default, raw.machport_mach_name(), number, f"{raw.machport_definition_hash():#018x}", "available")
        )
    return lines, usable
