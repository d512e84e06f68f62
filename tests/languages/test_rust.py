"""The Rust crate: its own tests, what its types refuse, its documentation, and the types of other crates.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from language import HERE, ROOT, Workshop, built

CRATE = ROOT / "bindings" / "rust"
RUST = HERE / "rust"
REFUSED = sorted((RUST / "refused").glob("*.rs"))
APPLE = "aarch64-apple-darwin"
ELSEWHERE = ["thumbv7m-none-eabi", "i686-unknown-hurd-gnu"]
"""No operating system at all; and the other one that has Mach ports."""
FEATURES = [[], ["--no-default-features", "--features", "library"], ["--no-default-features"], ["--features", "embedded"]]


@pytest.fixture(scope="module")
def workshop() -> Workshop:
    return built("rust")


def cargo(workshop: Workshop, *arguments: str | Path, cwd: Path = CRATE, rustdoc: str = "") -> str:
    """What cargo prints; RuntimeError, with what it said, where it fails."""
    return workshop.run(
        "cargo",
        *arguments,
        cwd=cwd,
        CARGO_TARGET_DIR=workshop.folder / "target",
        MACHPORT_CALLS=workshop.folder / "calls.rs",
        MACHPORT_LIB_DIR=workshop.libraries,
        RUSTDOCFLAGS=rustdoc,
        RUSTC_BOOTSTRAP="1" if "-Zbuild-std=core" in arguments else "0",
    )


@pytest.mark.parametrize("optimised", [[], ["--release"]])
def test_its_own_tests_and_the_examples_in_its_documentation(workshop: Workshop, optimised: list[str]) -> None:
    told = cargo(workshop, "test", "--features", "embedded", *optimised)
    passed = [int(number) for number in re.findall(r"test result: ok. (\d+) passed", told)]
    assert sum(passed) >= 35
    assert passed[-1] >= 1, "an example in the documentation runs"


@pytest.mark.parametrize("features", FEATURES, ids=" ".join)
def test_it_is_clean_for_clippy(workshop: Workshop, features: list[str]) -> None:
    cargo(workshop, "clippy", "--quiet", "--all-targets", *features, "--", "-D", "warnings")


@pytest.mark.parametrize("crate", [CRATE, RUST, RUST / "foreign"], ids=lambda crate: crate.name)
def test_it_is_formatted(workshop: Workshop, crate: Path) -> None:
    workshop.run("cargo", "fmt", "--check", cwd=crate, MACHPORT_CALLS=workshop.folder / "calls.rs")


@pytest.mark.parametrize("features", FEATURES, ids=" ".join)
def test_its_documentation_has_no_warning(workshop: Workshop, features: list[str]) -> None:
    cargo(workshop, "doc", "--quiet", "--no-deps", *features, rustdoc="-D warnings")


def compiled(workshop: Workshop, source: Path) -> tuple[int, list[str]]:
    """The exit code of the compiler, and the codes of its errors."""
    debug = workshop.folder / "target" / "debug"
    library = max(debug.glob("deps/libmachport-*.rlib"), key=lambda file: file.stat().st_mtime)
    target = ["--emit", "metadata", "-o", str(workshop.folder / "refused.rmeta"), "--error-format=json", "--edition", "2021"]
    command = ["rustc", str(source), *target, "--extern", f"machport={library}"]
    done = subprocess.run(command, capture_output=True, text=True, env=workshop.environment(), check=False)
    messages = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]
    return done.returncode, [message["code"]["code"] for message in messages if message["level"] == "error" and message["code"]]


@pytest.mark.parametrize("source", REFUSED, ids=lambda source: source.stem)
def test_what_its_types_refuse(workshop: Workshop, source: Path) -> None:
    """Each file says in its first line with which error, and why."""
    told = re.match(r"// (E\d{4}): ", source.read_text())
    assert told
    code, errors = compiled(workshop, source)
    assert code != 0
    assert set(errors) == {told[1]}


def test_what_is_right_is_not_refused(workshop: Workshop, tmp_path: Path) -> None:
    """Or the tests above would prove nothing."""
    source = tmp_path / "right.rs"
    source.write_text("fn main() { let (_receive, send) = machport::pair().unwrap(); send.try_dup().unwrap(); }")
    assert compiled(workshop, source) == (0, [])


def test_the_vocabulary_links_nothing(workshop: Workshop, tmp_path: Path) -> None:
    """Without `library` a program needs no libmachport, neither to link nor to run."""
    (tmp_path / "src").mkdir()
    dependency = f'machport = {{ path = "{CRATE}", default-features = false }}'
    manifest = f'[package]\nname = "vocabulary"\nedition = "2021"\n[dependencies]\n{dependency}\n[workspace]\n'
    (tmp_path / "Cargo.toml").write_text(manifest)
    (tmp_path / "src" / "main.rs").write_text('fn main() { print!("{}", machport::sys::MACHPORT_KIND_DEAD_NAME) }')
    command = ["cargo", "run", "--quiet", "--target-dir", str(tmp_path / "target")]
    environment = {k: v for k, v in workshop.environment().items() if k not in ("LD_LIBRARY_PATH", "PKG_CONFIG_PATH")}
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True, env=environment).stdout == "4"


def test_it_depends_on_nothing() -> None:
    """The lock lists what any feature on any target could bring."""
    assert re.findall(r'^name = "(.*)"$', (CRATE / "Cargo.lock").read_text(), re.MULTILINE) == ["machport"]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_it_builds_on_targets_without_a_mach_or_a_standard_library(workshop: Workshop, target: str) -> None:
    """With Rust's `core` alone, built from its sources."""
    for features in ([], ["--features", "library"]):
        options = ["--target", target, "-Zbuild-std=core", "--no-default-features", *features]
        cargo(workshop, "clippy", "--locked", "--quiet", *options, "--", "-D", "warnings")


@pytest.fixture(scope="module")
def apple(workshop: Workshop) -> list[str]:
    """Cargo's options for the target. Its standard library comes by rustup; without, `core` is built from Rust's own sources,
    which Debian has, and the crate's no_std builds stand for all."""
    rustlib = Path(workshop.run("rustc", "--print", "sysroot").strip()) / "lib" / "rustlib"
    if not (rustlib / APPLE).exists() and shutil.which("rustup"):
        workshop.run("rustup", "target", "add", APPLE)
    if (rustlib / APPLE).exists():
        return ["--target", APPLE]
    assert (rustlib / "src" / "rust" / "library" / "core").exists(), (
        f"neither rustup nor Rust's sources: nothing builds for {APPLE}"
    )
    return ["--target", APPLE, "-Zbuild-std=core"]


@pytest.mark.parametrize("features", FEATURES, ids=" ".join)
def test_it_builds_for_macos(workshop: Workshop, apple: list[str], features: list[str]) -> None:
    options = features if len(apple) == 2 or "--no-default-features" in features else ["--no-default-features", *features]
    cargo(workshop, "build", "--quiet", *apple, *options)


def test_the_types_of_libc_mach2_core_foundation_and_io_kit_are_its_own(workshop: Workshop, apple: list[str]) -> None:
    std = [] if len(apple) == 2 else ["--no-default-features"]
    cargo(workshop, "clippy", "--locked", "--quiet", *apple, *std, "--", "-D", "warnings", cwd=RUST / "foreign")
