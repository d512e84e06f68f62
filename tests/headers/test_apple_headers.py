"""Every declaration, constant and layout of mach/include is Apple's, or a listed difference; and a falsified header is found.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import shutil
from pathlib import Path

import pytest

from .compared import OURS, Difference, apple, differences, headers, listed, shown
from .declared import TARGETS, Headers

HEADERS = headers(OURS)


def unexpected(header: str, ours: Headers) -> set[Difference]:
    """Differences of a header that are not listed, and listed ones that are none."""
    return set(differences(header, ours, apple())) ^ {difference for difference in listed() if difference.header == header}


@pytest.mark.parametrize("header", HEADERS)
def test_a_header_declares_what_apples_does(header: str) -> None:
    wrong = unexpected(header, OURS)
    assert not wrong, f"either not listed in differences.json, or listed there and no difference any more:\n{shown(list(wrong))}"


def test_every_header_is_compared() -> None:
    declared = {header: OURS.own(header, TARGETS[0]) for header in HEADERS}
    assert all(declared[header] for header in HEADERS if header != "mach/std_types.h")
    assert "mach_port_allocate" in declared["mach/mach_port.h"]
    assert sum(map(len, declared.values())) > 250


def test_every_listed_difference_has_a_reason_and_a_header() -> None:
    assert all(len(why) > 20 for why in listed().values())
    assert {difference.header for difference in listed()} <= set(HEADERS)


def test_apples_header_is_not_ours() -> None:
    theirs = apple()
    assert OURS.tree not in (theirs.tree, *theirs.tree.parents)
    assert "mach_port_kobject" in theirs.visible("mach/mach_port.h", TARGETS[0], ["mach_port_kobject"])


@pytest.mark.parametrize(
    ("header", "right", "wrong", "name"),
    [
        ("mach/kern_return.h", "KERN_NO_SPACE 3", "KERN_NO_SPACE 4", "KERN_NO_SPACE"),
        ("mach/kern_return.h", "KERN_NO_SPACE 3", "KERN_NO_SPACE 3u", "KERN_NO_SPACE"),
        ("mach/kern_return.h", "KERN_DENIED 53", "KERN_REFUSED 53", "KERN_REFUSED"),
        ("mach/mig_errors.h", "(-308)", "(-380)", "MIG_SERVER_DIED"),
        ("mach/port.h", "natural_t mach_port_right_t", "integer_t mach_port_right_t", "mach_port_right_t"),
        ("mach/port.h", "mach_port_rights_t mps_pset;", "uint64_t mps_pset;", "mach_port_status"),
        ("mach/port.h", "unsigned int prealloc : 1", "unsigned int prealloc : 2", "mach_port_qos"),
        ("mach/port.h", "mpl_qlimit", "mpl_limit", "mach_port_limits"),
        ("mach/port.h", "(name) != MACH_PORT_DEAD", "(name) != MACH_PORT_NULL", "MACH_PORT_VALID"),
        ("mach/mach_port.h", "mach_port_right_t right, mach_port_delta_t delta", "mach_port_delta_t delta", "mach_port_mod_refs"),
        ("mach/mach_port.h", "get_context(ipc_space_read_t", "get_context(ipc_space_t", "mach_port_get_context"),
        ("mach/mach_init.h", "mach_port_t mach_host_self(void)", "mach_port_t mach_host(void)", "mach_host"),
        ("mach/mach_init.h", "extern mach_port_t mach_task_self_", "extern int mach_task_self_", "mach_task_self_"),
        ("mach/task_special_ports.h", "TASK_HOST_PORT, (port)", "TASK_NAME_PORT, (port)", "task_get_host_port"),
    ],
)
def test_a_falsified_header_is_found(tmp_path: Path, header: str, right: str, wrong: str, name: str) -> None:
    tree = tmp_path / "include"
    shutil.copytree(OURS.tree, tree)
    text = (tree / header).read_text(encoding="utf-8")
    assert right in text
    (tree / header).write_text(text.replace(right, wrong, 1), encoding="utf-8")
    assert name in {difference.name for difference in unexpected(header, Headers(tree, OURS.system))}


def test_a_difference_that_is_none_any_more_is_found(tmp_path: Path) -> None:
    tree = tmp_path / "include"
    shutil.copytree(OURS.tree, tree)
    text = (tree / "mach/port.h").read_text(encoding="utf-8")
    mended = "\n".join(line for line in text.splitlines() if "MACH_PORT_UREFS_MAX" not in line)
    (tree / "mach/port.h").write_text(mended, encoding="utf-8")
    assert {d.name for d in unexpected("mach/port.h", Headers(tree, OURS.system))} == {"MACH_PORT_UREFS_MAX"}


def test_a_header_that_is_broken_is_said(tmp_path: Path) -> None:
    (tmp_path / "broken.h").write_text("int f(unknown_t a);\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"broken\.h for arm64-apple-macos11: unknown type name 'unknown_t'"):
        Headers(tmp_path).own("broken.h", TARGETS[0])
