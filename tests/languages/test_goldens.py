"""The goldens in Lua, Ruby and Perl: what a definition may have and machport's has not, in the typemaps that the three share.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from glue import WARNINGS
from language import ROOT, Workshop

GOLDEN = ROOT / "bindings" / "golden"
NAMES = ("arrays", "buffers", "keywords", "names", "scalars", "statuses", "structs", "typedefs", "constants")
ALL = 2**32 - 1

POINT = {"x": -1, "y": 2}
CIRCLE = {"name": 1, "middle": {"x": 2, "y": 3}, "radius": 4}
GOOD: list[tuple[str, list[Any], list[Any]]] = [
    ("scalars_unsigned", [2**8 - 1, 2**16 - 1, ALL, 2**62], [2**8 - 1 + 2**16 - 1 + ALL + 2**62]),
    ("scalars_unsigned", [0, 0, 0, 2**64 - 1], [2**64 - 1]),
    ("scalars_signed", [-(2**7), -(2**15), -(2**31), -(2**62)], [-(2**7) - 2**15 - 2**31 - 2**62]),
    ("scalars_negative", [-(2**31)], [-(2**31)]),
    ("scalars_count", [5], [6]),
    ("scalars_divide", [17, 5], [3, 2]),
    ("scalars_length", [b"green"], [5]),
    ("arrays_sum", [[1, 2, ALL]], [ALL + 3]),
    ("arrays_sum", [[]], [0]),
    ("arrays_last", [[-1, -(2**63)]], [-(2**63)]),
    ("arrays_range", [5, 3], [[0, 1, 2], 3]),
    ("arrays_reverse", [[1, 2, 3]], [[3, 2, 1]]),
    ("arrays_total", [[{"value": 5, "sign": 1}, {"value": 7, "sign": -1}]], [-2]),
    ("arrays_negate", [[{"value": 5, "sign": 1}]], [[{"value": 5, "sign": -1}]]),
    ("arrays_split", [[-5, 7], 1], [[{"value": 5, "sign": -1}], 2]),
    ("buffers_sum", [b"\1\2"], [3]),
    ("buffers_copy", [b"a\0c", 8], [b"a\0c", 3]),
    ("structs_make", [POINT, 2**64 - 1], [{"name": 7, "middle": POINT, "radius": 2**64 - 1}]),
    ("structs_move", [CIRCLE, {"x": 10, "y": -10}], [CIRCLE | {"middle": {"x": 12, "y": -7}}, {"x": 0, "y": 0}]),
    ("structs_move", [CIRCLE, None], [CIRCLE, None]),
    ("structs_radius", [CIRCLE], [4]),
    ("names_status", [7], [14]),
    ("names_results", [7], [14, 21]),
    ("names_inout", [-1, 8], [0, 7]),
    ("names_arrays", [3, [1, 2], 4], [[4, 5], b"\3\3", 2]),
    ("names_first", list(range(10)), [45]),
    ("names_second", list(range(10)), [45]),
    ("names_third", list(range(10)), [45]),
    ("keywords_go", [1, b"xyz"], [{"from": 1, "to": 4}, 4]),
]
FAILING: list[tuple[str, list[Any], int, list[Any]]] = [
    ("scalars_count", [ALL], 3, [0]),
    ("scalars_divide", [1, 0], 4, [0, 0]),
    ("arrays_range", [2, 5], 3, [[0, 1], 5]),
    ("buffers_copy", [b"abcd", 2], 3, [b"ab", 4]),
    ("structs_make", [POINT, 0], 18, [{"name": 7, "middle": POINT, "radius": 0}]),
    ("statuses_look", [], -78, []),
]
REFUSED: list[tuple[str, list[Any]]] = [
    ("scalars_unsigned", [256, 0, 0, 0]),
    ("scalars_signed", [0, 0, 2**31, 0]),
    ("scalars_signed", [0, -(2**15) - 1, 0, 0]),
    ("scalars_length", [b"a\0b"]),
    ("scalars_length", [None]),
    ("arrays_sum", [[1, -1]]),
    ("arrays_sum", [[1, b"2"]]),
    ("arrays_sum", [b"1234"]),
    ("arrays_total", [[{"value": 5}]]),
    ("arrays_total", [[{"value": 5, "sign": 1, "more": 1}]]),
    ("structs_radius", [CIRCLE | {"middle": 5}]),
    ("structs_radius", [None]),
]


@dataclass(frozen=True)
class Tongue:
    """How a language is built, and how it writes values and the three kinds of case."""

    suffix: str
    compiler: list[str]
    headers: list[str]
    command: list[str]
    module: str
    place: str
    call: str
    head: str
    nothing: str
    brackets: tuple[str, str]
    pair: str
    wraps: bool = False
    include: str = "-I"

    def value(self, value: Any) -> str:
        if value is None:
            return self.nothing
        if isinstance(value, int):
            wrapped = value - 2**64 if self.wraps and value >= 2**63 else value
            return str(wrapped) if wrapped > -(2**63) else f"({wrapped + 1} - 1)"
        if isinstance(value, bytes):
            return '"' + "".join(f"\\{byte:03d}" if self.wraps else f"\\x{byte:02x}" for byte in value) + '"'
        if isinstance(value, dict):
            return "{" + ", ".join(self.pair.format(name, self.value(item)) for name, item in value.items()) + "}"
        return self.brackets[0] + ", ".join(map(self.value, value)) + self.brackets[1]


LUA = Tongue(
    ".c",
    ["gcc", "-std=c11"],
    ["pkg-config", "--cflags", "lua5.4"],
    ["lua5.4"],
    "{name}_raw",
    "{name}/raw.so",
    "function() return require('{name}.raw').{function}({arguments}) end",
    """
package.cpath = "./?.so"
local function same(one, other)
    if type(one) ~= "table" or type(other) ~= "table" then return one == other end
    for key, value in pairs(one) do if key ~= "n" and not same(value, other[key]) then return false end end
    for key in pairs(other) do if key ~= "n" and one[key] == nil then return false end end
    return true
end
local function case(what, call, status, wanted)
    local got = table.pack(pcall(call))
    if status == "refused" then
        if not got[1] and type(got[2]) == "string" then print(what) end
    elseif status == 0 then
        if got[1] and got.n == wanted.n + 1 and same({table.unpack(got, 2, got.n)}, wanted) then print(what) end
    elseif not got[1] and got[2].status == status and same(got[2].results, wanted) then print(what) end
end
""",
    "nil",
    ("{", "}"),
    "['{}'] = {}",
    wraps=True,
)
RUBY = Tongue(
    ".cpp",
    ["g++", "-std=c++17", "-Wno-missing-field-initializers", "-Wno-unused-function"],
    ["pkg-config", "--cflags-only-I", "ruby"],
    ["ruby", "-I."],
    "{name}::raw",
    "{name}/raw.so",
    "-> {{ require '{name}/raw'; {Name}::Raw.{function}({arguments}) }}",
    """
def case_(what, call, status, wanted)
  got = call.call
  puts what if status == 0 && (wanted.size == 1 ? [got] : got || []) == wanted
rescue Machport::MachError => error
  puts what if error.status == status && error.results == wanted
rescue TypeError, RangeError
  puts what if status == "refused"
end
""",
    "nil",
    ("[", "]"),
    "{}: {}",
    include="-isystem",
)
PERL = Tongue(
    ".c",
    ["gcc", "-std=gnu11", "-Wno-unused-but-set-variable", "-Wno-unused-function"],
    ["perl", "-MExtUtils::Embed", "-e", "ccopts"],
    ["perl", "-I.", f"-I{ROOT / 'bindings' / 'perl' / 'lib'}"],
    "{Name}::Raw",
    "auto/{Name}/Raw/Raw.so",
    "sub {{ require {Name}::Raw; {Name}::Raw::{function}({arguments}) }}",
    """
use strict;
use warnings;
use JSON::PP;
my $json = JSON::PP->new->canonical->allow_nonref;
sub case {
    my ($what, $call, $status, $wanted) = @_;
    my $text = $json->encode($wanted // []);
    my @got;
    if (eval { @got = $call->(); 1 }) {
        print "$what\\n" if $status eq '0' && $json->encode(\\@got) eq $text;
    } elsif (ref $@) {
        print "$what\\n" if $@->status eq $status && $json->encode($@->results) eq $text;
    } else {
        print "$what\\n" if $status eq 'refused';
    }
}
""",
    "undef",
    ("[", "]"),
    "'{}' => {}",
    include="-isystem",
)
TONGUES = {"lua": LUA, "perl": PERL, "ruby": RUBY}


def build(workshop: Workshop, key: str, tongue: Tongue) -> None:
    folder = workshop.folder
    include = [f"-I{path}" for path in (GOLDEN, ROOT / "abi", ROOT / "swig" / key)]
    features = folder / "libfeatures.so"
    workshop.run("gcc", "-shared", "-fPIC", *include, ROOT / "tests" / "generator" / "features.c", "-o", features)
    headers = workshop.run(*tongue.headers).replace("-I", tongue.include).split()
    link = [f"-L{folder}", "-lfeatures", f"-L{workshop.libraries}", "-lmachport", "-lmach", f"-Wl,-rpath,{folder}"]
    for name in NAMES:
        module, place = (each.format(name=name, Name=name.capitalize()) for each in (tongue.module, tongue.place))
        wrapper = folder / f"{name}{tongue.suffix}"
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / name.capitalize()).mkdir(exist_ok=True)
        typemaps: list[str | Path] = [
            f"@{ROOT / 'swig' / key / 'options'}",
            f"-I{ROOT / 'swig' / key}",
            "-outdir",
            folder / name.capitalize(),
        ]
        workshop.run(
            Path(sys.executable).with_name("swig"), *typemaps, "-module", module, "-o", wrapper, GOLDEN / name / "swig.i"
        )
        options = ["-O0", "-fPIC", "-shared", *WARNINGS, *include, *headers]
        workshop.run(*tongue.compiler, *options, wrapper, *link, "-o", folder / place)


def program(tongue: Tongue) -> str:
    cases: list[tuple[str, list[Any], Any, Any]] = [
        *((function, given, 0, wanted) for function, given, wanted in GOOD),
        *(FAILING),
        *((function, given, "refused", []) for function, given in REFUSED),
    ]
    lines = [tongue.head]
    for number, (function, given, status, wanted) in enumerate(cases):
        name = function.partition("_")[0]
        arguments = ", ".join(map(tongue.value, given))
        call = tongue.call.format(name=name, Name=name.capitalize(), function=function, arguments=arguments)
        results = tongue.value(wanted)
        if tongue.wraps:
            results = "table.pack(" + ", ".join(map(tongue.value, wanted)) + ")"
        told = f"'{status}'" if isinstance(status, str) else status
        lines.append(
            f"case{'_' if tongue is RUBY else ''}({number}, {call}, {told}, {results})" + (";" if tongue is PERL else "")
        )
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("key", sorted(TONGUES))
def test_what_any_definition_may_have(key: str) -> None:
    workshop, tongue = Workshop(f"{key}-goldens"), TONGUES[key]
    build(workshop, key, tongue)
    source = workshop.folder / f"cases.{key}"
    source.write_text(program(tongue), encoding="utf-8")
    held = [int(line) for line in workshop.run(*tongue.command, source).splitlines()]
    every = [*(each[0] for each in (*GOOD, *FAILING, *REFUSED))]
    assert [f"{number}: {every[number]}" for number in range(len(every)) if number not in held] == []
