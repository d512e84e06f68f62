"""libmach agrees with every row of the matrix, and a falsified row is found.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import gzip
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
RECORDED = sorted((HERE / "recorded").glob("*.jsonl.gz"))
ROWS = {"matrix-xnu-7195.jsonl.gz": 43114, "matrix-send-xnu-7195.jsonl.gz": 83171}
SUMMARY = re.compile(
    r": (\d+) rows, (\d+) replayed with \d+ notifications and \d+ messages, (\d+) depend on how names are chosen, (\d+) differ\n"
)

# Rows of every shape.
STATUS = {"pset": 0, "seq": 0, "ms": 0, "ql": 5, "mc": 0, "so": 0, "sr": 0, "pd": 0, "ns": 0, "fl": 0}
RIGHT = {"t": "R", "st": STATUS, "srights": 0, "ctx": 0}
SUCCESS, INVALID_NAME, INVALID_RIGHT = ["KERN_SUCCESS", 0], ["KERN_INVALID_NAME", 15], ["KERN_INVALID_RIGHT", 17]

REFUSED = {
    "call": "mod_refs",
    "args": {"right": "RECEIVE", "delta": 0},
    "state": "S2_req",
    "result": INVALID_RIGHT,
    "out": {},
    "after": [
        {"n": "H", **RIGHT, "st": STATUS | {"mc": 1, "so": 1}},
        {"n": "Nd", **RIGHT, "st": STATUS | {"so": 1}},
        {"n": "x", "t": "S", "u": 2, "dnreq": 1, "req": "dn"},
    ],
    "notes": [],
    "msgs": [
        {
            "at": "H",
            "id": 900,
            "remote": ["NULL", "NONE"],
            "local": ["H", "MOVE_SEND_ONCE"],
            "desc": [["x", "MOVE_RECEIVE"]],
            "right": {"n": "x", "t": "SR", "u": 2, "dnreq": 1, "st": STATUS | {"sr": 1}, "srights": 1, "ctx": 0},
        }
    ],
}
MADE = {
    "call": "extract_right",
    "args": {"disp": "MAKE_SEND_ONCE"},
    "state": "R_g",
    "result": SUCCESS,
    "out": {"poly": "new1", "polyPoly": "MOVE_SEND_ONCE"},
    "after": [{"n": "x", **RIGHT, "st": STATUS | {"so": 1, "fl": 2}, "ctx": 0x1111}, {"n": "new1", "t": "SO"}],
    "notes": [],
}
TOLD = {
    "call": "insert_member",
    "args": {"member": "x", "set": "y"},
    "state": "SO_req",
    "y": "PS_m",
    "result": INVALID_RIGHT,
    "out": {},
    "after": [
        {"n": "Nd", **RIGHT, "st": STATUS | {"so": 1}},
        {"n": "x.r", **RIGHT, "st": STATUS | {"so": 1}},
        {"n": "x", "t": "SO", "dnreq": 1, "req": "dn"},
        {"n": "y", "t": "PS", "mem": ["y.m1", "y.m2"]},
        {"n": "y.m1", **RIGHT, "st": STATUS | {"pset": 1}},
        {"n": "y.m2", **RIGHT, "st": STATUS | {"pset": 1}},
    ],
    "notes": [],
}
NEWER = {
    "call": "get_context",
    "args": {},
    "state": "S1_lazyreq",
    "result": INVALID_RIGHT,
    "out": {},
    "after": [],
    "notes": [],
    "alt": {"version": "11417", "result": INVALID_NAME, "after": "as call nop in this state"},
}
DEAD = {
    "call": "mod_refs",
    "args": {"right": "RECEIVE", "delta": -1},
    "state": "SR_req",
    "result": SUCCESS,
    "out": {},
    "after": [{"n": "Nd", **RIGHT, "st": STATUS | {"mc": 1, "so": 1}}, {"n": "x", "t": "DN", "u": 2}],
    "notes": [{"at": "Nd", "id": "DEAD_NAME", "name": "x"}],
}
EXAMPLES = [REFUSED, MADE, TOLD, NEWER, DEAD]


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """The comparison in a process of its own, where its tasks are nobody else's."""
    command = [sys.executable, "-m", "replay", *map(str, arguments)]
    return subprocess.run(command, cwd=HERE.parent, capture_output=True, text=True, timeout=300, check=False)


def written(folder: Path, rows: list[dict[str, Any]]) -> Path:
    path = folder / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="ascii")
    return path


def counts(done: subprocess.CompletedProcess[str]) -> list[int]:
    """Rows, replayed, by policy, differing."""
    summary = SUMMARY.search(done.stdout)
    assert summary, done.stdout + done.stderr
    return [int(count) for count in summary.groups()]


def changed(row: dict[str, Any], change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    copy: dict[str, Any] = json.loads(json.dumps(row))
    change(copy)
    return copy


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.name)
def test_libmach_answers_as_recorded(path: Path) -> None:
    done = run(path)
    assert done.returncode == 0, done.stdout + done.stderr
    rows, replayed, policy, differing = counts(done)
    assert (rows, differing) == (ROWS[path.name], 0)
    assert replayed + policy == rows


def test_the_rows_below_are_right(tmp_path: Path) -> None:
    done = run(written(tmp_path, EXAMPLES))
    assert done.returncode == 0, done.stdout + done.stderr
    assert counts(done) == [5, 5, 0, 0]


@pytest.mark.parametrize(
    ("row", "change", "what"),
    [
        (REFUSED, lambda row: row.update(result=SUCCESS), "result"),
        (REFUSED, lambda row: row["after"][2].update(u=3), "x"),
        (REFUSED, lambda row: row["after"][2].update(req="sp"), "x"),
        (REFUSED, lambda row: row["after"][2].pop("dnreq"), "x"),
        (REFUSED, lambda row: row["after"].pop(), "x"),
        (REFUSED, lambda row: row["after"].pop(0), "H"),
        (REFUSED, lambda row: row["after"][1]["st"].update(seq=1), "Nd"),
        (REFUSED, lambda row: row["msgs"][0]["right"].update(srights=2), "msgs"),
        (REFUSED, lambda row: row["msgs"][0].update(desc=[["x", "MOVE_SEND"]]), "msgs"),
        (REFUSED, lambda row: row.pop("msgs"), "msgs"),
        (DEAD, lambda row: row["notes"][0].update(id="PORT_DELETED"), "notes"),
        (DEAD, lambda row: row["notes"][0].update(name="Nd"), "notes"),
        (DEAD, lambda row: row["notes"].pop(), "notes"),
        (DEAD, lambda row: row.update(late=[{"at": "Nc", "id": "SEND_ONCE"}]), "late"),
        (MADE, lambda row: row["out"].update(poly="x"), "out"),
        (MADE, lambda row: row["out"].update(polyPoly="MOVE_SEND"), "out"),
        (MADE, lambda row: row["after"][0].update(ctx=0), "x"),
        (MADE, lambda row: row["after"][0]["st"].update(fl=6), "x"),
        (MADE, lambda row: row["after"].append({"n": "new2", "t": "SO"}), "new2"),
        (TOLD, lambda row: row["after"][3].update(mem=["y.m1"]), "y"),
        (TOLD, lambda row: row["after"][1].update(t="SR"), "x.r"),
        (NEWER, lambda row: row["alt"].update(result=INVALID_RIGHT), "result"),
        (NEWER, lambda row: row["alt"].update(after="as this row"), "Nd"),
    ],
)
def test_a_falsified_row_is_found(
    tmp_path: Path, row: dict[str, Any], change: Callable[[dict[str, Any]], object], what: str
) -> None:
    falsified = changed(row, change)
    assert falsified != row
    done = run(written(tmp_path, [MADE, falsified]))
    assert done.returncode == 1, done.stdout + done.stderr
    assert counts(done)[-1] == 1
    assert re.search(rf"\n  line 2: {row['call']}\(.*, x = {row['state']}.*\n    {re.escape(what)}\n      expected ", done.stdout)


def test_a_row_of_the_recording_that_is_falsified_is_found(tmp_path: Path) -> None:
    with gzip.open(HERE / "recorded/matrix-xnu-7195.jsonl.gz", "rt", encoding="ascii") as file:
        rows = [row for row in map(json.loads, file) if (row["call"], row["state"]) == ("mod_refs", "SR2")][:20]
    assert run(written(tmp_path, rows)).returncode == 0
    done = run(written(tmp_path, [*rows[:-1], changed(rows[-1], lambda row: row.update(result=INVALID_NAME))]))
    assert (done.returncode, counts(done)) == (1, [20, 20, 0, 1])


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda row: row.update(call="invent"), "invent is no call of the matrix"),
        (lambda row: row.update(state="R_new"), "KeyError: 'R_new'"),
        (lambda row: row.update(args={"disp": "TAKE"}), "invalid literal"),
        (lambda row: row.update(args={}), "missing 1 required positional argument"),
    ],
)
def test_a_row_that_cannot_be_replayed_differs(tmp_path: Path, change: Callable[[dict[str, Any]], object], why: str) -> None:
    done = run(written(tmp_path, [changed(MADE, change)]))
    assert (done.returncode, counts(done)) == (1, [1, 1, 0, 1])
    assert why in done.stdout


def test_rows_that_depend_on_names_are_counted(tmp_path: Path) -> None:
    rows = [MADE, changed(MADE, lambda row: row.update(policy="result depends on name allocation policy"))]
    done = run(written(tmp_path, rows))
    assert (done.returncode, counts(done)) == (0, [2, 1, 1, 0])


@pytest.mark.parametrize("text", ["", "[]\n", "{}\n", "no row\n"])
def test_a_file_that_holds_no_rows_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(text, encoding="ascii")
    done = run(path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "rows.jsonl: " in done.stderr


def test_what_11417_is_said_to_do_must_be_known(tmp_path: Path) -> None:
    done = run(written(tmp_path, [changed(NEWER, lambda row: row["alt"].update(after="otherwise"))]))
    assert (done.returncode, done.stdout) == (2, "")
    assert "line 1 says of 11417 what is not known: 'otherwise'" in done.stderr
