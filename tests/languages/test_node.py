"""JavaScript on Node: the raw layer, owned rights, messages, waiting, threads; its types and its README.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from language import HERE, ROOT, Workshop, built

PACKAGE = ROOT / "bindings" / "node"
TESTS = sorted((HERE / "node" / "tests").glob("*.test.js"))
WARNINGS = "-Wall -Wextra -Wpedantic -Wconversion -Werror"


@pytest.fixture(scope="module")
def workshop() -> Workshop:
    return built("node")


@pytest.mark.parametrize("script", TESTS, ids=lambda script: script.name.partition(".")[0])
def test_what_it_does(workshop: Workshop, script: Path) -> None:
    workshop.run("node", "--test", workshop.folder / "tests" / script.name)


def copied(workshop: Workshop, folder: Path) -> Path:
    """A package that is not built, for a build of its own."""
    shutil.copytree(PACKAGE, folder, ignore=shutil.ignore_patterns("build"))
    return folder


@pytest.mark.parametrize("compiler", ["gcc", "clang"])
def test_it_builds_without_a_warning(workshop: Workshop, compiler: str, tmp_path: Path) -> None:
    workshop.run("node", copied(workshop, tmp_path / "machport") / "build.js", CC=compiler, CFLAGS=WARNINGS)


def test_it_is_clean_under_sanitizers(workshop: Workshop, tmp_path: Path) -> None:
    """Node itself is not built so: the sanitizers' libraries come first by LD_PRELOAD, and leaks are Node's own."""
    package = copied(workshop, tmp_path / "node_modules" / "machport")
    workshop.run("node", package / "build.js", CC="gcc", CFLAGS="-g -fsanitize=address,undefined -fno-sanitize-recover=all")
    shutil.copytree(HERE / "node", tmp_path / "node")
    preload = " ".join(workshop.run("gcc", f"-print-file-name={name}.so").strip() for name in ("libasan", "libubsan"))
    every = "".join(f"require('./node/tests/{script.name}');" for script in TESTS)
    told = workshop.run("node", "-e", every, cwd=tmp_path, LD_PRELOAD=preload, ASAN_OPTIONS="detect_leaks=0")
    assert re.search(r"^\S+ fail 0$", told, re.MULTILINE)


def test_another_definition_is_refused(workshop: Workshop, tmp_path: Path) -> None:
    package = copied(workshop, tmp_path / "machport")
    source = package / "generated" / "machport.c"
    source.write_text(re.sub(r"(\.hash = UINT64_C\(0x)[0-9a-f]{4}", r"\g<1>0000", source.read_text()))
    workshop.run("node", package / "build.js")
    program = f"try {{ require('{package}') }} catch (error) {{ console.log(error.code, error.message) }}"
    told = workshop.run("node", "-e", program)
    assert told.startswith("ERR_MACHPORT_DEFINITION this addon was made from the definition 0x")
    assert "node build.js" in told


def test_its_types_name_what_is_there(workshop: Workshop) -> None:
    """Every export, and every member of every class, has a type; and every type is of something that is there."""
    program = """
        const machport = require('machport');
        const all = (object) => Object.getOwnPropertyNames(object);
        const own = (object) => all(object).filter((name) => !['length', 'name', 'prototype'].includes(name));
        const classes = Object.entries(machport).filter(([, value]) => typeof value === 'function' && /^class /.test(value));
        const members = classes.map(([name, Class]) => [name, [...own(Class.prototype), ...own(Class)]]);
        console.log(JSON.stringify({
            exports: Object.keys(machport), members: Object.fromEntries(members),
            raw: Object.keys(machport.raw), calls: Object.keys(machport.calls), testing: Object.keys(require('machport/testing')),
        }));"""
    there = json.loads(workshop.run("node", "-e", program))
    types = (PACKAGE / "index.d.ts").read_text()
    assert set(re.findall(r"^export declare (?:abstract )?(?:const|class|function) (\w+)", types, re.MULTILINE)) - {
        "Carried"
    } == set(there["exports"])
    for name, members in there["members"].items():
        body = re.search(rf"class {name}\b.*?\n}}", types, re.DOTALL)
        assert body
        told = set(re.findall(r"^  (?:static |readonly )*(\w+)[<(?:]", body[0], re.MULTILINE)) - {"private", "protected"}
        missing = {member for member in members if member not in told} - {"constructor", "kind"}
        assert not missing, f"{name}: {missing}"
    for file, names in (("machport", "raw"), ("embedded", "testing"), ("calls", "calls")):
        text = (PACKAGE / "generated" / f"{file}.d.ts").read_text()
        members = set(re.findall(r"^ {2,4}(?:readonly )?(\w+)(?:\(.*\))?: .*;$", text, re.MULTILINE))
        fields = set(re.findall(r"^    (\w+): \w+;$", text, re.MULTILINE))
        assert members - fields == set(there[names])


def test_the_readme_prints_what_it_says(workshop: Workshop) -> None:
    block = re.search(r"```js\n(.*?)```", (PACKAGE / "README.md").read_text(), re.DOTALL)
    assert block
    (workshop.folder / "readme.js").write_text(block[1])
    said = re.findall(r"console\.log\(.*?\); // (.*)", block[1])
    assert said
    done = subprocess.run(
        ["node", workshop.folder / "readme.js"], capture_output=True, text=True, env=workshop.environment(), check=True
    )
    assert (done.stdout.splitlines(), done.stderr) == (said, "")
