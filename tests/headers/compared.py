"""Where a header of ours and Apple's of the same name declare otherwise, and whether that is meant.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import importlib.util
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from .declared import TARGETS, Headers

ROOT = Path(__file__).resolve().parents[2]
OURS = Headers(ROOT / "mach/include", (ROOT / "bindings/machport_gen/include",))
OUR_OWN = ("mach/decls.h", "mach/embedded.h", "mach/mach_vm.h", "servers/bootstrap.h")
"""Headers that no real Mach has, and those of Apple's that are not among the copies here."""
LISTED = Path(__file__).with_name("differences.json")
MISSING = "nothing"


@dataclass(frozen=True)
class Difference:
    """One declaration, and for which targets it is another one."""

    header: str
    name: str
    ours: str
    apple: str
    targets: tuple[str, ...]


def apple() -> Headers:
    """Apple's headers, from the ziglang package."""
    spec = importlib.util.find_spec("ziglang")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(
            "the package ziglang, which carries Apple's headers, is not installed: see tests/requirements.txt"
        )
    lib = Path(spec.submodule_search_locations[0]) / "lib"
    trees = [path for name in ("any-macos-any", "any-darwin-any") for path in (lib / "libc/include").glob(name)]
    if not trees:
        raise FileNotFoundError(f"{lib} holds no headers of Apple's: another version of ziglang keeps them elsewhere")
    return Headers(trees[0], (lib / "include",))


def headers(ours: Headers) -> list[str]:
    found = sorted(str(path.relative_to(ours.tree)) for path in ours.tree.rglob("*.h"))
    return [header for header in found if header not in OUR_OWN]


def differences(header: str, ours: Headers, theirs: Headers) -> list[Difference]:
    """What our header declares otherwise than theirs. What theirs has beyond it is nobody's concern."""
    targets: dict[tuple[str, str, str], list[str]] = {}
    for target in TARGETS:
        own = ours.own(header, target)
        visible = theirs.visible(header, target, own)
        for name, declaration in own.items():
            other = visible.get(name, MISSING)
            if other != declaration:
                targets.setdefault((name, declaration, other), []).append(target)
    return [Difference(header, *what, tuple(where)) for what, where in sorted(targets.items())]


def listed() -> dict[Difference, str]:
    """The differences that are meant, and why."""
    entries = json.loads(LISTED.read_text(encoding="utf-8"))
    reasons = [entry.pop("why") for entry in entries]
    return {Difference(**entry | {"targets": tuple(entry["targets"])}): why for entry, why in zip(entries, reasons, strict=True)}


def shown(differences: list[Difference]) -> str:
    """As differences.json has them, but for the reason."""
    return json.dumps([asdict(difference) for difference in differences], indent=2)
