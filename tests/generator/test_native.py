"""What is emitted for Rust and C++ compiles, for each feature, with every warning that the project has.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from machport_gen import ir
from machport_gen.emit import cpp, go_calls, lua, node_calls, perl, ruby, rust_calls

from .golden import GOLDEN, HEADERS, IR_ONLY, ROOT

EMITTED = [header for header in HEADERS if header.stem not in IR_ONLY]
CRATE = ROOT / "bindings" / "rust"


@pytest.fixture(scope="module")
def crate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """machport itself, which the calls of another definition use."""
    folder = tmp_path_factory.mktemp("crate")
    features = [option for feature in ("library", "std") for option in ("--cfg", f'feature="{feature}"')]
    command = ["rustc", str(CRATE / "src" / "lib.rs"), "--edition", "2021", "--crate-name", "machport", "--crate-type", "rlib"]
    subprocess.run([*command, *features, "--emit", "metadata", "-o", str(folder / "libmachport.rmeta")], check=True)
    return folder / "libmachport.rmeta"


@pytest.mark.parametrize("header", EMITTED, ids=lambda header: header.stem)
def test_the_rust_of_a_golden(header: Path, crate: Path, tmp_path: Path) -> None:
    source = tmp_path / "lib.rs"
    modules = [f'#[path = "{GOLDEN / header.stem / name}.rs"]\npub mod {name};\n' for name in ("sys", "calls")]
    source.write_text("#![no_std]\n" + "".join(modules))
    command = ["rustc", str(source), "--edition", "2021", "--crate-type", "rlib", "--emit", "metadata", "-D", "warnings"]
    options = ["--cfg", 'feature="library"', "--extern", f"machport={crate}", "-o", str(tmp_path / "lib.rmeta")]
    subprocess.run([*command, "--check-cfg", 'cfg(feature, values("library"))', *options], check=True)


@pytest.mark.parametrize("compiler", ["g++", "clang++"])
@pytest.mark.parametrize("header", EMITTED, ids=lambda header: header.stem)
def test_the_cpp_of_a_golden(header: Path, compiler: str, tmp_path: Path) -> None:
    include = tmp_path / "with" / "machport"
    include.mkdir(parents=True)
    for own in (*(ROOT / "abi").glob("*.h"), ROOT / "bindings" / "cpp" / "machport.hpp"):
        (include / own.name).symlink_to(own)
    source = tmp_path / "golden.cpp"
    source.write_text(f'#include "{GOLDEN / header.stem / "calls.hpp"}"\n')
    warnings = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Werror"]
    folders = [f"-I{folder}" for folder in (GOLDEN, include, include.parent)]
    subprocess.run([compiler, "-std=c++17", "-fsyntax-only", *warnings, *folders, str(source)], check=True)


@pytest.mark.parametrize(
    ("emitter", "owned", "lent"),
    [
        (
            rust_calls.calls,
            "send_right_release(send: Owned<kind::Send>)",
            "send_right_release(send: &impl AsPort<Kind = kind::Send>)",
        ),
        (
            cpp.header,
            "send_right_release(machport::unique<machport::kind::send> send)",
            "release(machport::ref<machport::kind::send> send)",
        ),
        (
            go_calls.calls,
            "func SendRightRelease(send *SendRight) (err error) {\n\tl := LendToTake()",
            "func SendRightRelease(send *SendRight) (err error) {\n\tl := Lend()",
        ),
        (
            node_calls.functions,
            "consume([send], [], () => raw.sendRightRelease(owner(send, machport.SendRight, true)))",
            "raw.sendRightRelease(lent(send, machport.SendRight))",
        ),
        (
            lua.module,
            'take({send}, {}, raw.send_right_release, owner(send, SendRight, "send"))',
            'return raw.send_right_release(lent(send, SendRight, "send"))',
        ),
        (
            ruby.module,
            'Raw.send_right_release(Machport::Rights.owner(send, Machport::SendRight, "send"))',
            '  Raw.send_right_release(Machport::Rights.lent(send, Machport::SendRight, "send"))',
        ),
        (
            perl.module,
            "Machport::Rights::owner($send, 'Machport::SendRight', 'send'));\n}",
            "Machport::Raw::send_right_release(Machport::Rights::lent($send, 'Machport::SendRight', 'send'));",
        ),
    ],
)
def test_another_verb_is_another_type(emitter: Callable[[ir.Definition], str], owned: str, lent: str) -> None:
    definition = ir.loads((ROOT / "abi" / "machport.json").read_text(encoding="utf-8"))
    assert owned in emitter(definition)
    send = next(f for f in definition.functions if f.name == "machport_send_right_release").params[0]
    send.verb, send.nullable = "borrowed", False
    assert owned not in emitter(definition)
    assert lent in emitter(definition)
