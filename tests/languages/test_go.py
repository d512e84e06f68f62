"""The Go module: its own tests, what its types refuse, what go vet and gofmt say, and its README.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import re
import shutil
import signal
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from bad_inputs import Case, cases
from language import HERE, ROOT, Workshop, built, module
from machport_gen import glue

OWN = module(HERE / "go" / "go_language.py")
GOLDEN = ROOT / "bindings" / "golden"
INTERFACES = {"layer.go": ("swig.i", ""), "calls.go": ("calls.i", "calls")}
"""For each file that is emitted, the interface of its native half, and what its package has behind the library's name."""
MAIN = 'package main\n\nimport (\n\t"fmt"\n\t"machport"\n\t"machport/raw"\n)\n\nfunc main() {\n%s\n}\n'


@pytest.fixture(scope="module")
def workshop() -> Workshop:
    return built("go")


def test_its_own_tests(workshop: Workshop) -> None:
    told = OWN.go(workshop, "test", "-v", "./...")
    assert len(re.findall(r"^--- PASS: ", told, re.MULTILINE)) >= 24


def test_it_is_formatted(workshop: Workshop) -> None:
    folders = [ROOT / "bindings", ROOT / "bench", HERE / "go", ROOT / "examples" / "go", workshop.folder / "vectors"]
    assert workshop.run("gofmt", "-l", *folders) == ""


def test_it_is_clean_for_vet(workshop: Workshop) -> None:
    for folder in (OWN.MODULE, workshop.folder / "vectors"):
        OWN.go(workshop, "vet", "./...", cwd=folder)


def test_it_needs_no_other_module() -> None:
    assert "require" not in (OWN.MODULE / "go.mod").read_text()


def told(workshop: Workshop, command: str, lines: str) -> str:
    """What go says of a program that it refuses."""
    with pytest.raises(RuntimeError) as refused:
        OWN.go(workshop, command, ".", cwd=OWN.program(workshop, "told", {"main.go": MAIN % lines}))
    return str(refused.value)


MISUSE = {
    "receive, send, _ := machport.PairNew(0, 0)\nfmt.Println(machport.SendRightDup(receive), send)": "cannot use receive",
    "fmt.Println(machport.SendRightDup(0x203), raw.NULL)": "cannot use 0x203",
    "fmt.Println(machport.SendRightRelease(raw.NULL))": "cannot use raw.NULL",
    "set, _ := machport.PortSetNew()\nfmt.Println(machport.Send(set, nil, 0), raw.NULL)": "cannot use set",
    "send, _ := machport.TaskSelf()\nfmt.Println(machport.Receive(send, 0), raw.NULL)": "cannot use send",
    "var number uint32 = raw.FOREVER\nfmt.Println(number, machport.Forever)": "cannot use raw.FOREVER",
}


@pytest.mark.parametrize("lines", MISUSE)
def test_what_its_types_refuse(workshop: Workshop, lines: str) -> None:
    assert MISUSE[lines] in told(workshop, "build", lines)


def test_vet_reports_a_copy(workshop: Workshop) -> None:
    said = told(workshop, "vet", "send, _ := machport.TaskSelf()\ncopied := *send\nfmt.Println(copied.Raw(), raw.NULL)")
    assert "copies lock value" in said


def right(case: Case) -> Case:
    """The call without what is wrong with it."""
    return replace(case, arguments=tuple(replace(argument, bad="") for argument in case.arguments if argument.name != "more"))


def test_what_is_right_is_not_refused(workshop: Workshop) -> None:
    """Or a call might be refused for something else than the one bad input in it."""
    every = {case.function: right(case) for case in cases() if case.what != "one argument too few"}
    assert OWN.refused(workshop, list(every.values())) == set()


def test_another_definition_is_refused_at_load(workshop: Workshop) -> None:
    folder = workshop.folder / "other"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(OWN.MODULE, folder)
    source = folder / "raw" / "raw.go"
    text = source.read_text()
    made_for = re.search(r"madeFor uint64 = (0x[0-9a-f]+)", text)
    assert made_for
    source.write_text(text.replace(made_for[1], "0x1234"))
    with pytest.raises(RuntimeError, match=rf"made for the definition 0x0000000000001234, but the library answers {made_for[1]}"):
        OWN.go(workshop, "test", ".", cwd=folder)


def golden(workshop: Workshop, name: str, file: str, more: dict[str, str]) -> tuple[Path, dict[str, str]]:
    """A module of one emitted file of each golden with SWIG's native half below it, and what cgo needs to build it."""
    own, include = workshop.prefix / "include", workshop.prefix / "include" / "machport"
    warnings = "-Wall -Werror -Wno-unused-variable"  # some versions of cgo leave a variable unused in the C that they make
    flags = " ".join([warnings, *(f'"-I{folder}"' for folder in (GOLDEN, own, include))])
    emitted = sorted(GOLDEN.glob(f"*/{file}"))
    assert len(emitted) >= 12
    files = dict(more)
    for each in emitted:
        stem = each.parent.name
        # The module is called otherwise than the library.
        files[f"{stem}/{file}"] = each.read_text().replace(f'"{stem}/internal/', f'"{name}/{stem}/internal/')
        package = f"{stem}{INTERFACES[file][1]}glue"
        interface = each.parent / INTERFACES[file][0]
        for made, text in glue.made(interface.name, interface.read_text(), package).items():
            files[f"{stem}/internal/{package}/{made}"] = text
    return OWN.program(workshop, name, files), {"CGO_CFLAGS": flags}


@pytest.mark.parametrize("file", INTERFACES)
def test_what_is_emitted_for_another_definition_compiles(workshop: Workshop, file: str) -> None:
    folder, flags = golden(workshop, f"goldens_of_{file.partition('.')[0]}", file, {})
    OWN.go(workshop, "vet", "./...", cwd=folder, **flags)
    assert workshop.run("gofmt", "-l", *folder.glob("**/*glue.go")) == ""
    no_warning(workshop, folder, f"-I{GOLDEN}")


def no_warning(workshop: Workshop, folder: Path, *include: str) -> None:
    """SWIG's C is without one."""
    own = [f"-I{workshop.prefix / 'include' / each}" for each in ("", "machport", "machport-mach")]
    warnings = ["-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Werror"]
    wrappers = sorted(folder.glob("**/*_wrap.c"))
    assert wrappers
    workshop.run("gcc", *warnings, *own, *include, "-fsyntax-only", *wrappers)


def test_its_native_half_is_without_a_warning(workshop: Workshop) -> None:
    no_warning(workshop, OWN.MODULE)


def test_what_is_emitted_for_another_definition_answers(workshop: Workshop) -> None:
    source = (HERE / "go" / "goldens" / "features.go").read_text()
    folder, flags = golden(workshop, "goldens", "layer.go", {"main.go": source})
    features = ROOT / "tests" / "generator" / "features.c"
    own = [f"-I{GOLDEN}", f"-I{ROOT / 'abi'}", f"-L{workshop.libraries}", "-lmachport", "-o", str(folder / "libfeatures.so")]
    workshop.run("gcc", "-fPIC", "-shared", features, *own)
    linked = f'"-L{folder}" "-L{workshop.libraries}" "-Wl,-rpath,{folder}" -lfeatures -lmachport'
    assert int(OWN.go(workshop, "run", ".", cwd=folder, CGO_LDFLAGS=linked, **flags)) == 38


GOROUTINE = r"goroutine \d+ \[running\]:\n((main\.|created by main\.|\t).*\n)+"
ENDS = {
    "returns": (0, ""),
    "exits": (3, ""),
    "log.Fatal": (1, "fatal\n"),
    "panics": (2, "panic: done\n\n" + GOROUTINE),
    "is ended": (-signal.SIGTERM, ""),
    "Goexit": (0, ""),
    "collects": (0, ""),
}
"""Each way to end, with what Go says of it."""
ALSO_ELSEWHERE = ("exits", "log.Fatal", "panics", "is ended")
"""In a goroutine that is not main's; the others would end it alone."""


@pytest.fixture(scope="module")
def ends(workshop: Workshop) -> Path:
    """A program that ends while rights live and goroutines are in the middle of their calls."""
    folder: Path = OWN.program(workshop, "ends", {"main.go": (HERE / "go" / "ends" / "main.go").read_text()})
    OWN.go(workshop, "build", "-o", "ends", ".", cwd=folder)
    return folder / "ends"


@pytest.mark.parametrize("command", [[way] for way in ENDS] + [[way, "elsewhere"] for way in ALSO_ELSEWHERE], ids=" ".join)
def test_a_program_ends_with_live_rights_as_go_says(workshop: Workshop, ends: Path, command: list[str]) -> None:
    done = subprocess.run([ends, *command], capture_output=True, text=True, env=workshop.environment(), timeout=60, check=False)
    code, told = ENDS[command[0]]
    assert (done.returncode, done.stdout) == (code, "ends\n")
    assert re.fullmatch(told, done.stderr), done.stderr


def test_the_readme_prints_what_it_says(workshop: Workshop) -> None:
    block = re.search(r"```go\n(.*?)```", (OWN.MODULE / "README.md").read_text(), re.DOTALL)
    assert block
    said = re.search(r"// prints: (.*)", block[1])
    assert said
    folder: Path = OWN.program(workshop, "readme", {"main.go": block[1]})
    assert OWN.go(workshop, "run", ".", cwd=folder) == f"{said[1]}\n"
    assert workshop.run("gofmt", "-l", folder) == ""
