"""The runner runs what it should, refuses what it cannot with a sentence, and says where a program crashed.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import re
import shutil
import signal
import struct
import subprocess
from pathlib import Path

import pytest
from gnumach import host

from . import build
from .sdk import ROOT

REFUSED = 125
MACH = ("-l", str(build.LIBMACH))


def guest(target: str, name: str) -> Path:
    return build.programs(target) / "tests/darwin/guests" / f"guest_{name}"


def run(*arguments: str | Path, timeout: int = 60) -> subprocess.CompletedProcess[str]:
    return subprocess.run([build.RUNNER, *arguments], capture_output=True, text=True, check=False, timeout=timeout)


@pytest.mark.parametrize("target", build.MACOS)
def test_a_program_has_what_it_needs(target: str) -> None:
    done = run(*MACH, guest(target, "features"), "one", "two")
    assert done.stdout.splitlines() == [
        "constructed: 3, arguments: one two",
        "many -7 3.25 123456789abc z   2.5 4000000000 128",
        "scanned: 2 12 x",
        "sorted: 3 2 1",
        "second thread: 6 2",
        "threads: 100 0 42 200 1 100000000c8",
        "a port of type 20000",
    ]
    assert (done.returncode, done.stderr) == (42, "")


@pytest.mark.parametrize("target", build.MACOS)
def test_what_nobody_has_is_named_before_the_program_runs(target: str) -> None:
    done = run(guest(target, "unresolved"))
    assert (done.returncode, done.stdout) == (REFUSED, "")
    assert re.fullmatch(
        r"macho-run: .*guest_unresolved imports _getgroups from /usr/lib/libSystem\.B\.dylib, "
        r"and neither a library given with -l nor the runner has it\n",
        done.stderr,
    )


def test_without_libmach_there_is_no_mach() -> None:
    done = run(guest(build.MACOS[0], "features"))
    assert done.returncode == REFUSED
    assert " imports _mach_" in done.stderr


def asserts(program: Path) -> bool:
    """Whether an assertion that does not hold ends a program, as it does where somebody looks at it at all."""
    done = run(program)
    said = 'Assertion failed: (argc == 2 && "one argument"), function main, file '
    return done.returncode == -signal.SIGABRT and said in done.stderr


@pytest.mark.parametrize("target", build.MACOS)
def test_an_assertion_that_fails_ends_the_program(target: str) -> None:
    assert asserts(guest(target, "failing_assert"))
    assert run(guest(target, "failing_assert"), "one").returncode == 0


@pytest.mark.parametrize("target", build.MACOS)
def test_a_build_without_assertions_is_seen(target: str) -> None:
    """What NDEBUG does to a test: it cannot fail. No other program is built with it."""
    assert not asserts(guest(target, "without_assert"))
    commands = host.run([build.NINJA, "-t", "commands"], build.programs(target)).splitlines()
    with_it = [command for command in commands if "NDEBUG" in command]
    assert len(commands) > 90
    assert [re.search(r"guest_\w+", command)[0] for command in with_it] == ["guest_without_assert"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("how", "what", "where"),
    [
        ("null", r"Invalid memory write \(UC_ERR_WRITE_UNMAPPED\)", r"at _\w+\+\d+ in .*guest_crash\n"),
        ("code", r"Write to write-protected memory \(UC_ERR_WRITE_PROT\)", r"at _\w+\+\d+ in .*guest_crash\n"),
        ("call", r"(Fetch from|Invalid).*", r"at 0x[0-9a-f]+\n"),
        ("stack", "a function's stack frame was overwritten", r"in ___stack_chk_fail, a function of the host\n"),
        ("host", "memory that is not there", r"in _\w+, a function of the host\n  called from _\w+\+\d+ in .*guest_crash\n"),
        ("gone", "memory that is not there", r"at _\w+\+\d+ in .*guest_crash\n"),
    ],
)
@pytest.mark.parametrize("target", build.MACOS)
def test_a_crash_says_where(target: str, how: str, what: str, where: str) -> None:
    done = run(*MACH, guest(target, "crash"), how)
    assert done.returncode == -signal.SIGSEGV, done.stderr
    assert re.match(rf"macho-run: the program crashed: {what}\n  {where}", done.stderr), done.stderr


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"", "cannot read"),
        (b"\x7fELF" + bytes(100), "is no 64-bit Mach-O file"),
        (b"\xcf\xfa\xed\xfe\x0c\0\0\1\0\0\0\0\2\0\0\0\1\0\0\0\xff\xff\0\0" + bytes(8), "ends in the middle of its load commands"),
    ],
)
def test_what_is_no_program_is_refused(text: bytes, sentence: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(text)
    done = run(tmp_path / "file")
    assert done.returncode == REFUSED
    assert sentence in done.stderr


def test_chained_fixups_are_refused(tmp_path: Path) -> None:
    """What newer linkers write for newer systems. Here a load command is renamed to it."""
    text = guest(build.MACOS[0], "features").read_bytes()
    info, chained = struct.pack("<II", 0x80000022, 48), struct.pack("<II", 0x80000034, 48)
    assert text.count(info) == 1
    (tmp_path / "chained").write_bytes(text.replace(info, chained))
    done = run(*MACH, tmp_path / "chained")
    assert done.returncode == REFUSED
    assert "has chained fixups: link it with -no_fixup_chains" in done.stderr


def test_a_library_is_no_program() -> None:
    done = run(*MACH, build.library(build.MACOS[0]))
    assert done.returncode == REFUSED
    assert "is no program" in done.stderr


def test_a_library_that_is_nowhere_is_named_and_can_be_told(tmp_path: Path) -> None:
    program = build.programs(build.MACOS[0]) / "tests/abi/rights_release_test"
    copy = str(shutil.copy(program, tmp_path))
    assert run(*MACH, copy).returncode == 0, "its run path is where it was built"
    host.run([str(build.llvm() / "llvm-install-name-tool"), "-rpath", str(program.parents[2] / "abi"), "/nowhere", copy], ROOT)
    done = run(*MACH, copy)
    assert done.returncode == REFUSED
    assert "is linked to @rpath/libmachport.1.dylib, which is nowhere" in done.stderr
    assert run(*MACH, "-L", build.library(build.MACOS[0]).parent, copy).returncode == 0


@pytest.mark.parametrize(("target", "architecture"), [(build.MACOS[0], "arm64"), (build.MACOS[1], "x86_64")])
def test_one_part_of_a_fat_file_is_run(target: str, architecture: str, tmp_path: Path) -> None:
    """The program and the library: both are found by the architecture that was asked for."""
    programs = [str(build.programs(each) / "tests/abi/rights_release_test") for each in build.MACOS]
    host.run([str(build.llvm() / "llvm-lipo"), "-create", *programs, "-output", str(tmp_path / "fat")], ROOT)
    done = run("-a", architecture, *MACH, "-L", build.fat().parent, tmp_path / "fat")
    assert (done.returncode, done.stderr) == (0, run(*MACH, programs[build.MACOS.index(target)]).stderr)


def test_calls_of_the_host_can_be_seen() -> None:
    done = run("-t", *MACH, guest(build.MACOS[0], "features"), "one", "two")
    assert re.search(r"^_mach_port_allocate\(103, 1, [0-9a-f]+, .*\) = 0$", done.stderr, re.MULTILINE)


def test_two_threads_meet_every_time() -> None:
    """Blocking receives, mutexes and conditions: nothing hangs, nothing is lost."""
    for _ in range(30):
        for target in build.MACOS:
            assert run(*MACH, guest(target, "features"), "one", "two", timeout=20).returncode == 42
