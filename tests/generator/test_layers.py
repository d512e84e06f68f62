"""Both layers of the goldens, built and called.

SPDX-License-Identifier: MIT OR Apache-2.0

Each does what the C function does, and refuses in the same words what does not fit.
"""

import ctypes
import importlib
import inspect
import subprocess
import sys
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from machport import MachError
from machport.raw._convert import Record

from . import build
from .golden import HEADERS, IR_ONLY

LAYERS = ("swig", "cffi")
ALL = 2**32 - 1
NO_SPACE, INVALID_ARGUMENT, INVALID_VALUE = 3, 4, 18
OTHER_ORDER: Any = ctypes.c_uint32.__ctype_be__ if sys.byteorder == "little" else ctypes.c_uint32.__ctype_le__


@pytest.fixture(scope="module", autouse=True)
def features(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("layers")
    build.package(folder)
    sys.path.insert(0, str(folder))
    yield
    sys.path.remove(str(folder))


def module(function: str, layer: str) -> Any:
    return importlib.import_module(f"features.{function.split('_')[0]}_{layer}")


def called(function: str, layer: str, arguments: tuple[Any, ...]) -> Any:
    """What a call comes to: its results, or its exception, as plain values."""
    try:
        return getattr(module(function, layer), function)(*arguments)
    except MachError as error:
        return error.status, error.results, str(error)
    except Exception as error:
        return type(error), str(error)


def strided() -> memoryview:
    return memoryview(array("I", range(8)))[::2]


GOOD: list[tuple[str, tuple[Any, ...], Any]] = [
    ("scalars_unsigned", (2**8 - 1, 2**16 - 1, ALL, 2**63), 2**8 - 1 + 2**16 - 1 + ALL + 2**63),
    ("scalars_signed", (-(2**7), -(2**15), -(2**31), -(2**62)), -(2**7) - 2**15 - 2**31 - 2**62),
    ("scalars_negative", (-(2**31),), -(2**31)),
    ("scalars_negative", (-1,), -1),
    ("scalars_negative", (2**31 - 1,), 2**31 - 1),
    # About the digits of CPython's ints, which have 30 bits.
    *(("scalars_negative", (number,), number) for number in (0, 2**30 - 1, 2**30, 1 - 2**30, -(2**30))),
    ("scalars_count", (5,), 6),
    ("scalars_count", (True,), 2),
    ("scalars_divide", (17, 5), (3, 2)),
    ("scalars_length", ("grün",), 5),
    ("scalars_width", (), 8 if sys.maxsize > ALL else 4),
    ("scalars_name", (), "a name"),
    ("scalars_nothing", (), None),
    ("arrays_sum", ([1, 2, ALL],), ALL + 3),
    ("arrays_sum", ((),), 0),
    ("arrays_sum", (array("I", [1, 2, 3]),), 6),
    ("arrays_sum", (memoryview(array("I", [1, 2, 3])),), 6),
    ("arrays_sum", (array("I"),), 0),
    ("arrays_sum", (range(4),), 6),
    # Other codes of the same integers: ctypes says the order of the bytes too.
    ("arrays_sum", ((ctypes.c_uint32 * 3)(1, 2, 3),), 6),
    ("arrays_sum", (memoryview(array("I", [1, 2])).cast("B").cast("@I"),), 3),
    ("arrays_last", ((ctypes.c_int64 * 2)(1, -(2**62)),), -(2**62)),
    ("arrays_last", ((ctypes.c_long * 2)(1, -(2**31)),), -(2**31)),
    ("arrays_last", ([-1, -(2**63)],), -(2**63)),
    ("arrays_range", (3, 3), ([0, 1, 2], 3)),
    ("arrays_range", (5, 3), ([0, 1, 2], 3)),
    ("arrays_range", (0, 0), ([], 0)),
    ("arrays_reverse", ([1, 2, 3],), [3, 2, 1]),
    ("arrays_reverse", ([],), []),
    ("arrays_release", ([1, 2],), [0, 0]),
    ("arrays_total", ([(5, 1), [7, -1]],), -2),
    ("arrays_total", ([],), 0),
    ("arrays_negate", ([(5, 1), (7, -1)],), [(5, -1), (7, 1)]),
    ("arrays_split", ([-5, 7], 4), ([(5, -1), (7, 1)], 2)),
    ("arrays_split", ([-5, 7], 1), ([(5, -1)], 2)),
    ("buffers_sum", (b"\1\2",), 3),
    ("buffers_sum", (b"",), 0),
    ("buffers_sum", (bytearray(b"\1\2"),), 3),
    ("buffers_sum", (memoryview(b"\1\2\3")[1:],), 5),
    ("buffers_sum", (array("H", [0x101, 0x101]),), 4),
    ("buffers_copy", (b"abc", 8), (b"abc", 3)),
    ("structs_make", ((-1, 2), 2**64 - 1), (7, (-1, 2), 2**64 - 1)),
    ("structs_move", ((1, (2, 3), 4), (10, -10)), ((1, (12, -7), 4), (0, 0))),
    ("structs_move", ((1, (2, 3), 4), None), ((1, (2, 3), 4), None)),
    ("structs_radius", ((1, [2, 3], 4),), 4),
    ("structs_counted", (4,), ([0, 1, 2], (0, (0, 0), 3))),
    ("keywords_go", (1, b"xyz"), ((1, 4), 4)),
    ("names_status", (7,), 14),
    ("names_result", (-(2**31) + 1,), 2**31 - 1),
    ("names_results", (7,), (14, 21)),
    ("names_results", (True,), (2, 3)),
    ("names_inout", (-1, 8), (0, 7)),
    ("names_arrays", (3, [1, 2], 4), ([4, 5], b"\3\3", 2)),
    ("names_first", tuple(range(10)), 45),
    ("names_second", tuple(range(10)), 45),
    ("names_third", tuple(range(10)), 45),
    ("names_rights", (0, 0), (0, ALL)),
    ("typedefs_stop", (1, 2), 1),
    ("typedefs_stop", (1, 0), 2**16 - 1),
]
# A status, and the results all the same.
FAILING: list[tuple[str, tuple[Any, ...], int, Any]] = [
    ("scalars_count", (ALL,), NO_SPACE, 0),
    ("scalars_divide", (1, 0), INVALID_ARGUMENT, (0, 0)),
    ("arrays_last", ([],), INVALID_ARGUMENT, 0),
    ("arrays_range", (2, 5), NO_SPACE, ([0, 1], 5)),
    ("arrays_negate", ([],), INVALID_ARGUMENT, []),
    ("buffers_copy", (b"abcd", 2), NO_SPACE, (b"ab", 4)),
    ("structs_make", ((1, 2), 0), INVALID_VALUE, (7, (1, 2), 0)),
    ("names_arrays", (3, [1, 2], 1), NO_SPACE, ([4, 5], b"\0", 2)),
    ("names_rights", (1, 0), INVALID_ARGUMENT, (0, ALL)),
    ("structs_counted", (1,), NO_SPACE, ([0], (0, (0, 0), 3))),
    ("statuses_look", (), -78, None),
    ("typedefs_stop", (0, 2), INVALID_ARGUMENT, 1),
]
REFUSED: list[tuple[str, tuple[Any, ...], type[Exception], str]] = [
    ("scalars_unsigned", (256, 0, 0, 0), OverflowError, "scalars_unsigned: a must be 0 to 255, not 256"),
    ("scalars_unsigned", (0, 0, 0, -1), OverflowError, "scalars_unsigned: d must be 0 to 18446744073709551615, not -1"),
    ("scalars_signed", (0, 0, 2**31, 0), OverflowError, "scalars_signed: c must be -2147483648 to 2147483647, not 2147483648"),
    ("scalars_count", (10**5000,), OverflowError, "scalars_count: value must be 0 to 4294967295, not a number of 16610 bits"),
    ("scalars_count", (None,), TypeError, "scalars_count: value must be an integer, not NoneType"),
    ("scalars_count", (1.0,), TypeError, "scalars_count: value must be an integer, not float"),
    # The first that does not fit is the one that is refused.
    ("scalars_divide", (-1, None), OverflowError, "scalars_divide: value must be 0 to 4294967295, not -1"),
    ("scalars_divide", (None, -1), TypeError, "scalars_divide: value must be an integer, not NoneType"),
    ("scalars_divide", (1, -1), OverflowError, "scalars_divide: by must be 0 to 4294967295, not -1"),
    ("scalars_divide", (True, 2**32), OverflowError, "scalars_divide: by must be 0 to 4294967295, not 4294967296"),
    ("scalars_length", (b"bytes",), TypeError, "scalars_length: text must be a str, not bytes"),
    ("scalars_length", (None,), TypeError, "scalars_length: text must be a str, not NoneType"),
    ("scalars_length", ("a\0b",), ValueError, "scalars_length: text must not hold a null character"),
    ("arrays_sum", (None,), TypeError, "arrays_sum: values must be a sequence of integers, not NoneType"),
    ("arrays_sum", ("12",), TypeError, "arrays_sum: values must be a sequence of integers, not str"),
    ("arrays_sum", ([1, -1],), OverflowError, "arrays_sum: values[1] must be 0 to 4294967295, not -1"),
    ("arrays_sum", ([1, "x"],), TypeError, "arrays_sum: values[1] must be an integer, not str"),
    (
        "arrays_sum",
        (b"1234",),
        TypeError,
        "arrays_sum: values must be a contiguous buffer of 4-byte unsigned integers, or a sequence of integers",
    ),
    (
        "arrays_sum",
        ((ctypes.c_int32 * 2)(1, 2),),
        TypeError,
        "arrays_sum: values must be a contiguous buffer of 4-byte unsigned integers, or a sequence of integers",
    ),
    (
        "arrays_sum",
        ((ctypes.c_uint64 * 2)(1, 2),),
        TypeError,
        "arrays_sum: values must be a contiguous buffer of 4-byte unsigned integers, or a sequence of integers",
    ),
    (
        "arrays_sum",
        ((OTHER_ORDER * 2)(1, 2),),
        TypeError,
        "arrays_sum: values must be a contiguous buffer of 4-byte unsigned integers, or a sequence of integers",
    ),
    (
        "arrays_sum",
        (strided(),),
        TypeError,
        "arrays_sum: values must be a contiguous buffer of 4-byte unsigned integers, or a sequence of integers",
    ),
    ("arrays_range", (-1, 0), OverflowError, f"arrays_range: capacity must be 0 to {2 * sys.maxsize + 1}, not -1"),
    ("arrays_range", (2 * sys.maxsize + 1, 0), MemoryError, ""),
    ("arrays_total", ([(1, 2, 3)],), TypeError, "arrays_total: pairs[0] must have 2 items (value, sign), not 3"),
    ("arrays_total", ([5],), TypeError, "arrays_total: pairs[0] must be a sequence of (value, sign), not int"),
    ("buffers_sum", ("text",), TypeError, "buffers_sum: bytes must be a bytes-like object, not str"),
    ("buffers_sum", (strided(),), TypeError, "buffers_sum: bytes must be a contiguous buffer"),
    ("structs_radius", (None,), TypeError, "structs_radius: circle must be a sequence of (name, middle, radius), not NoneType"),
    (
        "structs_radius",
        ((1, (2, 2**31), 3),),
        OverflowError,
        "structs_radius: circle.middle.y must be -2147483648 to 2147483647, not 2147483648",
    ),
    ("names_status", ("1",), TypeError, "names_status: type must be an integer, not str"),
    ("names_arrays", (-1, [], 0), OverflowError, "names_arrays: type must be 0 to 4294967295, not -1"),
    ("names_arrays", (0, [-1], 0), OverflowError, "names_arrays: values[0] must be 0 to 4294967295, not -1"),
    ("typedefs_stop", (1, 2**16), OverflowError, "typedefs_stop: level must be 0 to 65535, not 65536"),
    ("keywords_go", (-1, b""), OverflowError, "keywords_go: from_ must be 0 to 4294967295, not -1"),
]


def label(value: Any) -> str | None:
    return value if isinstance(value, str) and "_" in value else None


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize(("function", "arguments", "results"), GOOD, ids=label)
def test_results(layer: str, function: str, arguments: tuple[Any, ...], results: Any) -> None:
    got = called(function, layer, arguments)
    assert got == results
    assert type(got) is type(results) or hasattr(got, "_fields")


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize(("function", "arguments", "status", "results"), FAILING, ids=label)
def test_a_status_raises_with_the_results(
    layer: str, function: str, arguments: tuple[Any, ...], status: int, results: Any
) -> None:
    got = called(function, layer, arguments)
    assert got[:2] == (status, results)
    assert got[2].startswith(f"{function}: ")


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize(("function", "arguments", "kind", "text"), REFUSED, ids=label)
def test_what_does_not_fit_is_refused(
    layer: str, function: str, arguments: tuple[Any, ...], kind: type[Exception], text: str
) -> None:
    assert called(function, layer, arguments) == (kind, text)


@pytest.mark.parametrize("name", [header.stem for header in HEADERS if header.stem not in {*build.NAMES, *IR_ONLY}])
def test_the_others_compile(name: str, tmp_path: Path) -> None:
    """Those that know nothing of machport.h too."""
    for source in build.wrappers(name, tmp_path).values():
        build.run(*build.COMPILE, "-fsyntax-only", source)


def functions() -> list[str]:
    return sorted({call[0] for call in (*GOOD, *FAILING, *REFUSED)})


def every(layer: str) -> dict[str, Callable[..., Any]]:
    return {name: getattr(module(name, layer), name) for name in functions()}


def test_the_layers_look_the_same() -> None:
    for swig, cffi in zip(every("swig").values(), every("cffi").values(), strict=True):
        assert inspect.signature(swig) == inspect.signature(cffi)
        assert (swig.__name__, swig.__doc__) == (cffi.__name__, cffi.__doc__)


@pytest.mark.parametrize("layer", LAYERS)
def test_no_function_keeps_or_drops_what_it_was_given(layer: str) -> None:
    """References are counted over every call, good and bad."""
    calls = [call[:2] for call in (*GOOD, *FAILING, *REFUSED)]
    held = [
        argument for _, arguments in calls for argument in arguments if isinstance(argument, list | tuple | bytearray | array)
    ]
    before = [sys.getrefcount(argument) for argument in held]
    for function, arguments in calls * 3:
        called(function, layer, arguments)
    assert [sys.getrefcount(argument) for argument in held] == before


def test_a_field_may_be_called_as_anything_is() -> None:
    record = Record(lambda *values: values, **dict.fromkeys(["self", "result", "value", "where"], "I"))
    assert record.unpack(record.pack((1, 2, 3, 4), "here")) == (1, 2, 3, 4)


@pytest.mark.parametrize("layer", LAYERS)
def test_an_integer_is_whatever_says_that_it_is_one(layer: str) -> None:
    class Number:
        value = int("2147483648")

        def __index__(self) -> int:
            return self.value

    def held() -> int:
        """The references after some calls. (The interpreter's own caches take one in the first.)"""
        assert {called("scalars_count", layer, (Number(),)) for _ in range(20)} == {2147483649}
        return sys.getrefcount(Number.value)

    assert held() == held()


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_of_another_definition_is_not_loaded(layer: str) -> None:
    """The layers of machport itself compare their hash with the library's; here the library answers another one."""
    code = f"""
import machport.raw._convert as convert
compared = convert.check_definition
convert.check_definition = lambda layer, made_for, answered: compared(layer, made_for, answered ^ 1)
import machport.raw.{layer}
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=Path("/"))
    assert run.returncode == 1
    assert "ImportError: machport.raw." in run.stderr
    assert "install machport anew" in run.stderr
