"""The command `machport`.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import re
import subprocess
import sys

import pytest
from machport import _demo, _explain, cli
from machport._definition import definition

Output = pytest.CaptureFixture[str]


def explained(capsys: Output, *what: str) -> str:
    assert cli.main(["explain", *what]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("spelling", ["KERN_INVALID_RIGHT", "kern_invalid_right", "MACHPORT_KERN_INVALID_RIGHT"])
def test_explain_a_name(capsys: Output, spelling: str) -> None:
    text = explained(capsys, spelling)
    assert text.startswith("KERN_INVALID_RIGHT, status 17 (0x11), class WRONG_KIND: the name holds a right, but not of")
    assert text.count("\n") == 1


@pytest.mark.parametrize("spelling", ["0x10000003", "268435459"])
def test_explain_a_status(capsys: Output, spelling: str) -> None:
    assert explained(capsys, spelling).startswith("MACH_SEND_INVALID_DEST, status 268435459 (0x10000003), class DEAD: ")


def test_explain_a_negative_status_signed_and_unsigned(capsys: Output) -> None:
    text = explained(capsys, "-308")
    assert text.startswith("MIG_SERVER_DIED, status -308 (0xfffffecc), class DEAD: ")
    assert explained(capsys, "0xfffffecc") == text


def test_explain_a_negative_number_in_hexadecimal(capsys: Output) -> None:
    assert explained(capsys, "-0x134") == explained(capsys, "-308")


@pytest.mark.parametrize(
    ("of_mach", "ours"),
    [
        ("MACH_MSG_TYPE_MOVE_SEND", "MACHPORT_MOVE_SEND"),
        ("MACH_MSG_TYPE_PORT_SEND_ONCE", "MACHPORT_MOVE_SEND_ONCE"),
        ("MACH_PORT_TYPE_SEND", "MACHPORT_TYPE_SEND"),
        ("MACH_PORT_RIGHT_RECEIVE", "MACHPORT_KIND_RECEIVE"),
        ("MACH_PORT_NULL", "MACHPORT_NULL"),
        ("MACH_NOTIFY_PORT_DELETED", "MACHPORT_NOTIFY_PORT_DELETED"),
        ("MACH_RCV_TIMED_OUT", "MACH_RCV_TIMED_OUT"),
    ],
)
def test_explain_a_name_as_mach_s_headers_have_it(capsys: Output, of_mach: str, ours: str) -> None:
    assert explained(capsys, of_mach) == explained(capsys, ours)


@pytest.mark.parametrize("spelling", ["machport_adopt", "adopt"])
def test_explain_a_function_says_who_owns_what(capsys: Output, spelling: str) -> None:
    assert explained(capsys, spelling).splitlines() == [
        "machport_adopt, function: From raw: what the caller owns under a raw name becomes an owned value of a kind.",
        "  takes raw: the raw name (consumed on success: yours still where the call fails)",
        "  takes kind: the kind of right that the caller owns under it",
        "  takes flags: MACHPORT_ADOPT_VERIFY or 0",
        "  gives right: the owned value, the same number (any right, owned: yours to release)",
    ]


def test_explain_knows_every_name_of_the_definition() -> None:
    known = definition()
    for table in (known["statuses"], known["constants"], known["functions"]):
        for item in table:
            name = item["name"]
            lines = _explain.explain(name)
            assert lines[0].startswith(f"{name}, ")
            assert lines[0] in _explain.explain(name.removeprefix("MACHPORT_").removeprefix("machport_"))


def test_explain_a_status_of_ours(capsys: Output) -> None:
    text = explained(capsys, "E_STALE")
    number = re.search(r"status (-\d+)", text)
    assert number
    assert explained(capsys, number[1]) == text


def test_explain_an_error_of_a_program_s_own(capsys: Output) -> None:
    text = "-134217727 (0xf8000001): an error of a program's own (Mach's system err_local), subsystem 0x0, code 1\n"
    assert explained(capsys, "-134217727") == text


def test_explain_a_mask(capsys: Output) -> None:
    lines = explained(capsys, "0x30000").splitlines()
    assert lines[0] == "0x30000: MACHPORT_TYPE_SEND | MACHPORT_TYPE_RECEIVE"
    assert lines[1].startswith("  MACHPORT_TYPE_SEND, 65536 (0x10000): ")


def test_explain_one_bit(capsys: Output) -> None:
    assert explained(capsys, "0x80000000").splitlines() == [
        "MACHPORT_TYPE_DNREQUEST, 2147483648 (0x80000000): A dead-name request is armed for the name."
    ]


def test_explain_gives_every_reading(capsys: Output) -> None:
    names = [line.split(",")[0] for line in explained(capsys, "17").splitlines()]
    assert names == ["KERN_INVALID_RIGHT", "MACHPORT_MOVE_SEND"]
    assert {"KERN_SUCCESS", "MACHPORT_NULL", "MACHPORT_KIND_SEND"} <= {
        line.split(",")[0] for line in explained(capsys, "0").splitlines()
    }
    assert {"MACHPORT_DEAD", "MACHPORT_KIND_ANY"} == {line.split(",")[0] for line in explained(capsys, "-1").splitlines()}


@pytest.mark.parametrize(
    ("what", "answer"),
    [
        ("KERN_INVALID_RIHGT", "no number; did you mean KERN_INVALID_RIGHT"),
        ("???", r"\?\?\?: no status, no constant, no function and no number$"),
        ("0x20001", "machport explain: 0x20001: no status, no constant and no mask"),
        ("-0x20001", "machport explain: -0x20001: no status, no constant and no mask"),
        ("123456789012", "machport explain: 123456789012: no status, no constant and no mask"),
    ],
)
def test_what_is_unknown_is_said_and_told_by_the_exit_code(capsys: Output, what: str, answer: str) -> None:
    assert cli.main(["explain", "KERN_SUCCESS", what]) == 1
    output = capsys.readouterr()
    assert output.out.startswith("KERN_SUCCESS")
    assert re.search(answer, output.err.strip())


def test_layers(capsys: Output) -> None:
    assert cli.main(["layers"]) == 0
    output = capsys.readouterr().out
    wanted = re.search(r"definition 1\.0, hash (0x[0-9a-f]{16})\n", output)
    assert wanted
    for layer in ("swig", "cffi"):
        assert re.search(rf"^{layer} .* embedded +1\.0 +{wanted[1]} +available$", output, re.MULTILINE)


def test_layers_with_one_that_does_not_load(capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    from machport import _layers

    def load(layer: str) -> object:
        raise ImportError(f"no {layer} here")

    monkeypatch.setattr(_layers, "load", load)
    assert cli.main(["layers"]) == 1
    assert "not available: no cffi here" in capsys.readouterr().out


def test_the_command_and_the_module_are_one() -> None:
    ended = subprocess.run([sys.executable, "-m", "machport", "--version"], capture_output=True, text=True)
    assert re.fullmatch(r"machport \S+, ABI 1\.0\n", ended.stdout)
    assert ended.returncode == 0


@pytest.mark.parametrize("arguments", [[], ["explain"], ["nonsense"]])
def test_wrong_usage(capsys: Output, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(arguments)
    assert stopped.value.code == 2
    assert "usage: machport" in capsys.readouterr().err


def test_the_demo_shows_every_step_and_leaves_nothing(capsys: Output) -> None:
    assert cli.main(["demo"]) == 0
    output = capsys.readouterr().out
    rows = re.findall(r"^(\d+) +(C library|cffi|SWIG) .*? (0x[0-9a-f]+) +(send|-) +(.*)$", output, re.MULTILINE)
    assert [row[0] for row in rows] == [str(step) for step in range(1, len(rows) + 1)]
    assert {row[1] for row in rows} == {"C library", "cffi", "SWIG"}
    assert len({row[2] for row in rows}) == 1
    assert [row[4] for row in rows][-4:] == ["send 2, receive 1", "send 1, receive 1", "receive 1", "nothing"]
    assert "ValueError: the capsule was consumed before" in output
    assert output.endswith("left over: nothing\n")


def test_the_demo_sends_a_right_to_another_task_and_watches_it_die(capsys: Output) -> None:
    assert cli.main(["demo"]) == 0
    output = capsys.readouterr().out
    rows = re.findall(r"^\d+ +(client|server) .*? (0x[0-9a-f]+) +(.*)$", output, re.MULTILINE)
    held = ["receive 1", "receive 1", "send 1", "send 1", "nothing", "dead_name 2", "dead_name 1"]
    assert [row[2] for row in rows] == held
    watched = {row[1] for row in rows if row[2].startswith(("send", "dead_name"))}
    assert len(watched) == 1
    assert re.search(rf"<DeadNameNotification trusted=True name={watched.pop()} dead=<DeadName 0x\w+ urefs=2>>", output)


def test_the_demo_fails_where_a_right_is_left_over(capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[int] = []
    end = _demo._Giver.end
    monkeypatch.setattr(_demo._Giver, "end", lambda _giver, name: left.append(name))
    assert cli.main(["demo"]) == 1
    output = capsys.readouterr().out
    assert "receive 1   expected: nothing" in output
    assert re.search(r"left over: 0x[0-9a-f]+: nothing -> receive 1\n$", output)
    end(_demo._Giver(), left[0])
