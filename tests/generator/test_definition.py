"""The IR: its hash, what it says of other people's functions, and that what is emitted needs nothing else.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from machport_gen import ir, project, reader
from machport_gen.emit import languages
from machport_gen.glue import swig
from machport_gen.words import Refused

from .build import TYPEMAPS
from .golden import GOLDEN, INCLUDE, ROOT

STORED = ROOT / "abi" / "machport.json"


def machport() -> ir.Definition:
    return ir.loads(STORED.read_text(encoding="utf-8"))


def function(definition: ir.Definition, name: str) -> ir.Function:
    return next(f for f in definition.functions if f.name == name)


def param(definition: ir.Definition, name: str, which: str) -> ir.Param:
    return next(p for p in function(definition, name).params if p.name == which)


def test_the_json_is_the_definition() -> None:
    assert ir.dumps(machport()) == STORED.read_text(encoding="utf-8")


def change_value(d: ir.Definition) -> None:
    d.constants[0].value += 1


def change_name(d: ir.Definition) -> None:
    d.functions[0].params.append(ir.Param(name="more", type="uint32_t"))


def change_layout(d: ir.Definition) -> None:
    d.structs[0].layout["i386-linux-gnu"].size += 4


def change_verb(d: ir.Definition) -> None:
    param(d, "machport_send_right_release", "send").verb = "borrowed"


def change_class(d: ir.Definition) -> None:
    d.statuses[0].class_ = "FAILURE"


def change_nullable(d: ir.Definition) -> None:
    param(d, "machport_send_right_release", "send").nullable = False


def change_docs(d: ir.Definition) -> None:
    for thing in (d.constants[0], d.types[0], d.structs[0], d.structs[0].fields[0], d.functions[1], d.functions[1].params[0]):
        thing.doc += " And more."
    d.statuses[0].text += " indeed"
    d.functions[1].statuses[0].when += ", too"
    d.functions[1].statuses.append(ir.Documented("KERN_FAILURE", "something failed"))


@pytest.mark.parametrize("change", [change_value, change_name, change_layout, change_verb, change_class, change_nullable])
def test_the_hash_changes_with_what_a_binding_is_made_of(change: Callable[[ir.Definition], None]) -> None:
    changed = machport()
    assert ir.hashed(changed) == changed.hash
    change(changed)
    assert ir.hashed(changed) != changed.hash


def test_the_hash_does_not_change_with_a_better_sentence() -> None:
    changed = machport()
    change_docs(changed)
    assert ir.hashed(changed) == changed.hash


def first(data: Any, kind: str) -> Any:
    return data[kind][0]


def named(data: Any, function: str) -> Any:
    return next(f for f in data["functions"] if f["name"] == f"machport_{function}")["params"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda d: d.pop("types"), "a definition lacks types"),
        (lambda d: first(d, "constants").update(value="1"), 'constant.value is "1", no int'),
        (lambda d: first(d, "constants").update(value=True), "constant.value is true, no int"),
        (lambda d: first(d, "constants").update(value=2**64), "which no u?int.*_t can be"),
        (lambda d: first(d, "statuses").update(text="\ud800"), "which no file can hold"),
        (lambda d: first(d, "types").update(name="a; b"), '"a; b" cannot be the name of a type or function'),
        (lambda d: first(d, "types").update(type="long"), "made of long, which is no scalar"),
        (lambda d: d["functions"].append(d["functions"][0]), "two have one name: machport_abi_version"),
        (lambda d: first(d, "functions").update(returns="long"), "returns long, which is no type"),
        (lambda d: first(d, "functions").update(returns="char"), "returns a char, which is no integer here"),
        (lambda d: first(d, "structs")["fields"][0].update(type="long"), "of type long, which no field before it can have"),
        (lambda d: first(d, "structs").update(layout={}), "has no layout on any target"),
        (lambda d: first(d, "structs")["layout"]["i386-linux-gnu"].update(offsets=[]), "has other fields on i386-linux-gnu"),
        (lambda d: named(d, "send_right_dup")[0].update(kind="sent"), "of kind sent, which is none"),
        (lambda d: named(d, "send_right_dup")[0].update(verb="owned"), 'cannot be "owned"'),
        (lambda d: named(d, "send_right_dup")[1].update(direction="up"), 'goes "up", which is no direction'),
        (lambda d: named(d, "urefs")[1].update(verb="plain"), 'says "plain", but is no port'),
        (lambda d: named(d, "rights_release")[0].update(sized_by="nobody"), "SIZED_BY nobody"),
    ],
)
def test_a_definition_that_does_not_hold_together_is_refused(change: Callable[[Any], object], sentence: str) -> None:
    data = json.loads(STORED.read_text(encoding="utf-8"))
    change(data)
    with pytest.raises(Refused, match=sentence):
        ir.loads(json.dumps(data))


def test_what_the_words_say_of_others() -> None:
    foreign = ir.loads((GOLDEN / "foreign" / "ir.json").read_text(encoding="utf-8"))
    assert len(foreign.functions) >= 30
    next_object = function(foreign, "IOIteratorNext")
    assert (next_object.kind, next_object.verb, next_object.nullable, next_object.released_by) == (
        "send",
        "owned",
        True,
        "IOObjectRelease",
    )
    threads = param(foreign, "task_threads", "threads")
    assert (threads.verb, threads.allocated, threads.counted_by) == ("owned", True, "count")
    assert function(foreign, "mach_task_self").verb == "borrowed"
    assert function(foreign, "mach_host_self").verb == "owned"
    assert param(foreign, "IOConnectSetNotificationPort", "port").retained_until == "IOServiceClose"
    assert param(foreign, "bootstrap_check_in", "service").kind == "receive"
    assert param(foreign, "mach_port_request_notification", "notify").verb == "consumed"
    assert {f.returns for f in foreign.functions if foreign.is_status(f.returns)} == {"kern_return_t"}


def test_emitting_needs_no_clang() -> None:
    blocked = "import sys, runpy; sys.modules['clang'] = None; runpy.run_module('machport_gen', run_name='__main__')"
    for language, emitter in languages.LANGUAGES.items():
        command = [sys.executable, "-c", blocked, "emit", language, str(STORED)]
        run = subprocess.run(command, cwd=ROOT / "bindings", capture_output=True, text=True, check=True)
        assert run.stdout == emitter(machport())


@pytest.mark.parametrize(
    ("declaration", "sentence"),
    [
        (
            "/** A pointer. */ typedef void *opaque_t; /** F. */ machport_status_t f(opaque_t a);",
            "an address that only C can follow",
        ),
        ("/** F. */ uint32_t f(MACHPORT_OUT uint32_t *a);", "only a function that returns a status can have results"),
        (
            "/** F. @param a x @param n y */ machport_status_t f(MACHPORT_SIZED_BY(n) const void *a, uint32_t n);",
            "must be a size_t",
        ),
        (
            "/** F. @param a x @param b x @param n y */ machport_status_t f(MACHPORT_SIZED_BY(n) const void *a,"
            "MACHPORT_SIZED_BY(n) const void *b, size_t n);",
            "the size of one array alone",
        ),
        (
            "/** F. @param a x @param n y */ machport_status_t f(MACHPORT_SIZED_BY(n) const char *a, size_t n);",
            "ends with a zero and has no size",
        ),
        ("/** F. */ machport_status_t f(MACHPORT_NULLABLE const char *a);", "may be NULL, which only a struct can be here"),
    ],
)
def test_what_no_layer_can_show_is_refused(declaration: str, sentence: str, tmp_path: Path) -> None:
    header = tmp_path / "bad.h"
    header.write_text(f"#include <machport.h>\n{declaration}\n", encoding="utf-8")
    definition = reader.read(header, INCLUDE)
    for language in ("swig", "cffi", "cffi-shims", "stubs"):
        with pytest.raises(Refused, match=sentence):
            languages.LANGUAGES[language](definition)


def test_a_macro_that_a_header_writes_twice_is_one_constant(tmp_path: Path) -> None:
    header = tmp_path / "twice.h"
    twice = "/** A number. */\n#define TWICE_NUMBER UINT32_C(7)\n" * 2
    header.write_text(f"#include <machport.h>\n{twice}", encoding="utf-8")
    assert [c.name for c in reader.read(header, INCLUDE).constants] == ["TWICE_NUMBER"]


def test_what_no_definition_could_hold_is_refused_in_its_header(tmp_path: Path) -> None:
    header = tmp_path / "same.h"
    status = 'enum { SAME_NAME MACHPORT_NOTE("status:ABSENT:there is nothing") = 77 };'
    header.write_text(f"#include <machport.h>\n{status}\n/** It. */\n#define SAME_NAME SAME_NAME\n", encoding="utf-8")
    with pytest.raises(Refused, match=r"same\.h: two have one name: SAME_NAME"):
        reader.read(header, INCLUDE)


# Go's alone is not among them.
INTERFACES = [*(i for i in (ROOT / "swig").glob("*.i") if not i.stem.endswith("_calls")), *GOLDEN.glob("*/swig.i")]


@pytest.mark.parametrize("interface", INTERFACES, ids=lambda i: f"{i.parent.name}/{i.name}")
def test_the_swig_wrappers(interface: Path, tmp_path: Path) -> None:
    """No pointer is converted by SWIG's own typemaps, which take None; and only a call that blocks releases the GIL."""
    text = interface.read_text(encoding="utf-8")
    wrapper = tmp_path / "wrapper.c"
    options = [f"@{TYPEMAPS}/options", "-Wall", "-Werror", f"-I{TYPEMAPS}", "-outdir", str(tmp_path)]
    subprocess.run([swig(), *options, "-o", str(wrapper), str(interface)], check=True)
    wrapped = dict(
        re.findall(r"^SWIGINTERN PyObject \*_wrap_(\w+)\((.*?)^}", wrapper.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    )
    assert set(wrapped) >= set(re.findall(r"^[\w ]+[ *](\w+)\([^%]*\);$", text, re.MULTILINE))
    assert not [name for name, body in wrapped.items() if "SWIG_ConvertPtr" in body or "SWIG_AsVal" in body]
    released = {name for name, body in wrapped.items() if "THREAD_BEGIN_ALLOW" in body}
    assert released == set(re.findall(r"^%machport_blocks\((\w+)\)$", text, re.MULTILINE))


def test_the_project_is_generated_from_its_definition() -> None:
    stored = {path: (ROOT / path).read_text(encoding="utf-8") for path in project.outputs(ROOT)}
    assert project.outputs(ROOT) == stored, "python -m machport_gen generate"
