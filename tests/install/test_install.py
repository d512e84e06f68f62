"""What the README says of installing: a prefix that may be moved, found by pkg-config, for C and C++, shadowing nobody's headers.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import os
import re
import shutil
import subprocess
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


@pytest.mark.parametrize(("compiler", "language"), [("gcc", "c"), ("g++", "c++"), ("clang", "c")])
def test_a_program_finds_both_libraries(prefix: Path, tmp_path: Path, compiler: str, language: str) -> None:
    source, program = tmp_path / "program.source", tmp_path / "program"
    source.write_text(PROGRAM)
    library = next(prefix.rglob("libmachport.so.1")).parent
    options = [*flags(prefix, "machport", "mach-embedded"), f"-Wl,-rpath,{library}", "-o", str(program)]
    subprocess.run([compiler, "-Wall", "-Wextra", "-Werror", "-x", language, str(source), "-x", "none", *options], check=True)
    assert subprocess.run([program], check=True, capture_output=True, text=True).stdout == "embedded 20000\n"


def test_no_common_name_is_on_the_include_path(prefix: Path) -> None:
    """<status.h> and the like stay whosever they are."""
    folders = [Path(flag[2:]) for flag in flags(prefix, "machport", "mach-embedded") if flag.startswith("-I")]
    assert folders
    assert not [header for folder in folders for header in folder.glob("*.h")]
