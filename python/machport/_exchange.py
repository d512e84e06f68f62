"""How an object of any library lends its right, or gives it away: `__mach_port__()` and `__mach_port_export__()`.

SPDX-License-Identifier: MIT OR Apache-2.0
"""


def lent(source: object) -> tuple[int, int]:
    """The raw name and the kind that an object lends by `__mach_port__()`, or TypeError."""
    lend = getattr(type(source), "__mach_port__", None)
    if lend is None:
        raise TypeError(f"expected an object with __mach_port__(), not {type(source).__name__}")
    name, kind = lend(source)
    return int(name), int(kind)


def borrow(source: object, kind: int) -> int:
    """The raw name that an object lends: TypeError where it lends none, or another kind than wanted."""
    name, lent_kind = lent(source)
    if lent_kind != kind:
        raise TypeError(f"{type(source).__name__} lends a right of kind {lent_kind}, not {kind}")
    return name


def capsule_of(source: object, kind: int | None = None) -> object:
    """The capsule that an object exports, or the object itself, which is then taken for one."""
    export = getattr(type(source), "__mach_port_export__", None)
    if export is None:
        return source
    if kind is not None and hasattr(type(source), "__mach_port__"):
        borrow(source, kind)  # another kind is refused while the right is still its owner's
    capsule: object = export(source)
    return capsule
