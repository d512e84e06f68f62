"""What the README says of installing: a prefix that may be moved, found by pkg-config and by CMake, for C and C++.

It shadows nobody's headers, and programs as one writes them for macOS compile and run against it, unchanged.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
#include <machport/machport.h>
#include <mach/mach.h>
#include <stdio.h>
int main(void)
{
    machport_receive_t receive;
    mach_port_type_t type = 0;
    if (machport_receive_right_new(0, 0, &receive) || mach_port_type(mach_task_self(), receive, &type))
        return 1;
    printf("%s %x\\n", machport_mach_name(), (unsigned)type);
    return (int)machport_receive_right_release(receive, 0);
}
"""
HEADERS = sorted(str(path.relative_to(ROOT / "mach/include")) for path in (ROOT / "mach/include").glob("[ms][ae]*/*.h"))
EXAMPLES = ("echo_server", "dead_name_watcher", "port_set_multiplexer")
COMPILERS = {"c": ["gcc", "-std=c99"], "c++": ["g++", "-std=c++11"]}


@pytest.fixture(scope="module")
def prefix(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Installed into one place, and moved to another."""
    folder = tmp_path_factory.mktemp("a prefix")
    command = ["cmake", "--install", str(ROOT / "build/gcc"), "--prefix", str(folder / "first"), "--component", "development"]
    subprocess.run(command, check=True, capture_output=True)
    return Path(shutil.move(folder / "first", folder / "second"))


def flags(prefix: Path, *modules: str) -> list[str]:
    environment = os.environ | {"PKG_CONFIG_PATH": str(next(prefix.rglob("pkgconfig")))}
    run = subprocess.run(
        ["pkg-config", "--cflags", "--libs", *modules], env=environment, check=True, capture_output=True, text=True
    )
    return [flag.replace("\\", "") for flag in re.split(r"(?<!\\) ", run.stdout.strip())]


def output(program: Path) -> str:
    return subprocess.run([program], check=True, capture_output=True, text=True, timeout=60).stdout


def configure(project: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = ["cmake", "-G", "Ninja", "-S", str(project), "-B", str(project / "build"), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def build(project: Path, text: str, *options: str) -> Path:
    """Where the programs of a CMake project lie."""
    (project / "CMakeLists.txt").write_text("cmake_minimum_required(VERSION 3.25)\n" + text)
    configured = configure(project, *options)
    assert configured.returncode == 0, configured.stderr
    built = subprocess.run(["cmake", "--build", str(project / "build")], capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout
    return project / "build"


@pytest.mark.parametrize(("compiler", "language"), [("gcc", "c"), ("g++", "c++"), ("clang", "c")])
def test_a_program_finds_both_libraries(prefix: Path, tmp_path: Path, compiler: str, language: str) -> None:
    source, program = tmp_path / "program.source", tmp_path / "program"
    source.write_text(PROGRAM)
    library = next(prefix.rglob("libmachport.so.1")).parent
    options = [*flags(prefix, "machport", "mach-embedded"), f"-Wl,-rpath,{library}", "-o", str(program)]
    subprocess.run([compiler, "-Wall", "-Wextra", "-Werror", "-x", language, str(source), "-x", "none", *options], check=True)
    assert output(program) == "embedded 20000\n"


@pytest.mark.parametrize("sanitizer", ["address", "leak"])
@pytest.mark.parametrize("compiler", ["gcc", "clang"])
def test_live_rights_are_no_leak_of_memory(prefix: Path, tmp_path: Path, compiler: str, sanitizer: str) -> None:
    """LeakSanitizer sees what a program loses, and takes no right that it ends with for it."""
    program = tmp_path / "program"
    library = next(prefix.rglob("libmachport.so.1")).parent
    options = [*flags(prefix, "machport", "mach-embedded"), f"-Wl,-rpath,{library}", "-o", str(program)]
    source = str(ROOT / "tests/install/live.c")
    subprocess.run([compiler, "-g", f"-fsanitize={sanitizer}", "-Wall", "-Wextra", "-Werror", source, *options], check=True)
    done = subprocess.run([program], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    done = subprocess.run([program, "loses"], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode != 0
    assert "1000 byte(s) leaked in 1 allocation(s)" in done.stderr


def test_no_common_name_is_on_the_include_path(prefix: Path) -> None:
    """<status.h> and the like stay whosever they are."""
    folders = [Path(flag[2:]) for flag in flags(prefix, "machport", "mach-embedded") if flag.startswith("-I")]
    assert folders
    assert not [header for folder in folders for header in folder.glob("*.h")]


@pytest.mark.parametrize("language", COMPILERS)
def test_each_header_compiles_alone(prefix: Path, tmp_path: Path, language: str) -> None:
    assert {"mach/mach.h", "mach/message.h", "mach/notify.h", "mach/ndr.h", "servers/bootstrap.h"} <= set(HEADERS)
    for header in HEADERS:
        source = tmp_path / "header.source"
        source.write_text(f"#include <{header}>\n#include <{header}>\nint main(void) {{ return 0; }}\n")
        warnings = ["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only"]
        command = [*COMPILERS[language], *warnings, "-x", language, str(source), *flags(prefix, "mach-embedded")]
        subprocess.run(command, check=True)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_runs_with_the_flags_of_pkg_config(prefix: Path, tmp_path: Path, example: str) -> None:
    program = tmp_path / example
    source = str(ROOT / f"examples/{example}.c")
    library = next(prefix.rglob("libmach.so.1")).parent
    options = [*flags(prefix, "mach-embedded"), "-pthread", f"-Wl,-rpath,{library}", "-o", str(program)]
    subprocess.run(["cc", "-Wall", "-Wextra", "-Werror", source, *options], check=True)
    assert output(program).endswith("done\n")


def test_the_examples_run_with_the_cmake_package(prefix: Path, tmp_path: Path) -> None:
    text = "project(existing C)\nfind_package(mach-embedded 1.0 REQUIRED)\nfind_package(Threads REQUIRED)\n"
    for example in EXAMPLES:
        text += f'add_executable({example} "{ROOT}/examples/{example}.c")\n'
        text += f"target_link_libraries({example} PRIVATE mach::embedded Threads::Threads)\n"
    built = build(tmp_path, text, f"-DCMAKE_PREFIX_PATH={prefix}")
    for example in EXAMPLES:
        assert output(built / example).endswith("done\n")


def both_languages(target: str) -> str:
    lines = [f"add_executable({name} program.{name})\ntarget_link_libraries({name} PRIVATE {target})\n" for name in ("c", "cpp")]
    return "".join(lines)


def write_programs(folder: Path) -> None:
    for name in ("c", "cpp"):
        (folder / f"program.{name}").write_text(PROGRAM)


def test_a_cmake_project_finds_both_libraries(prefix: Path, tmp_path: Path) -> None:
    write_programs(tmp_path)
    text = "project(both C CXX)\nfind_package(machport REQUIRED)\n" + both_languages("machport::machport mach::embedded")
    built = build(tmp_path, text, f"-Dmachport_DIR={next(prefix.rglob('cmake/machport'))}")
    assert output(built / "c") == output(built / "cpp") == "embedded 20000\n"


@pytest.mark.parametrize("package", ["machport", "mach-embedded"])
def test_another_major_version_is_refused(prefix: Path, tmp_path: Path, package: str) -> None:
    for version, accepted in {"1": True, "1.0.0": True, "1.1": False, "2.0": False}.items():
        text = f"cmake_minimum_required(VERSION 3.25)\nproject(old C)\nfind_package({package} {version} REQUIRED)\n"
        (tmp_path / "CMakeLists.txt").write_text(text)
        configured = configure(tmp_path, f"-DCMAKE_PREFIX_PATH={prefix}", "--fresh")
        assert (configured.returncode == 0) == accepted, configured.stderr


def test_a_cmake_project_takes_the_sources_in(tmp_path: Path) -> None:
    write_programs(tmp_path)
    text = f'project(both C CXX)\nadd_subdirectory("{ROOT}" machport EXCLUDE_FROM_ALL)\n'
    built = build(tmp_path, text + both_languages("machport::machport mach::embedded"))
    assert output(built / "c") == output(built / "cpp") == "embedded 20000\n"


MEETING = r"""
import ctypes, pathlib, re, sys
layer, first, foreign, prefix = sys.argv[1:]
def load_foreign():
    loaded = ctypes.CDLL(foreign)
    loaded.foreign_give.restype = loaded.foreign_urefs.restype = ctypes.c_uint32
    return loaded
def load_package():
    import machport
    found = machport.over(layer)
    found.pair()[0].close()
    return found
if first == "prefix":
    library, mach = load_foreign(), load_package()
else:
    mach, library = load_package(), load_foreign()
with mach.SendRight.from_raw(library.foreign_give()) as send, send.dup():
    print("user references:", library.foreign_urefs(ctypes.c_uint32(send.name)), send.urefs)
library.foreign_end()
maps = pathlib.Path("/proc/self/maps").read_text()
print("libraries:", *(len(set(re.findall(rf"\S+/{name}\.so\S*", maps))) for name in ("libmachport", "libmach")))
print("whose:", "prefix" if re.search(re.escape(prefix) + r"\S*/libmach\.so", maps) else "package", flush=True)
ctypes.CDLL(next(str(path) for path in pathlib.Path(prefix).rglob("libmach.so.1"))) if first == "package" else None
print("not reached" if first == "package" else "done")
"""


@pytest.mark.parametrize("layer", ["swig", "cffi"])
@pytest.mark.parametrize("first", ["prefix", "package"])
def test_a_wheel_and_a_prefix_share_one_mach(prefix: Path, tmp_path: Path, layer: str, first: str) -> None:
    """The package of a wheel, as pip installs it, and a library that was linked with a prefix: by the soname the second finds
    what the first brought. Only whoever names the other file by its path gets a second Mach, and ends."""
    foreign, library = tmp_path / "libforeign.so", next(prefix.rglob("libmachport.so.1")).parent
    options = [*flags(prefix, "machport", "mach-embedded"), f"-Wl,-rpath,{library}", "-o", str(foreign)]
    source = str(ROOT / "tests/install/foreign.c")
    subprocess.run(["cc", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", source, *options], check=True)
    command = [sys.executable, "-W", "ignore::ResourceWarning", "-c", MEETING, layer, first, str(foreign), str(prefix)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    lines = done.stdout.splitlines()
    assert lines[:3] == ["user references: 2 2", "libraries: 1 1", f"whose: {first}"], done.stderr
    if first == "prefix":
        assert (lines[3:], done.returncode, done.stderr) == (["done"], 0, "")
    else:
        assert (lines[3:], done.returncode) == ([], -6)
        assert "this process has loaded two copies of the embedded Mach" in done.stderr
