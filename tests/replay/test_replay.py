"""The replayer replays what was recorded, and finds what was falsified.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import gzip
import re
import subprocess
import sys
from pathlib import Path

import pytest

from .calls import GIVING, PLAIN
from .compare import first_difference
from .recording import Operation, read

HERE = Path(__file__).parent
RECORDED = sorted((HERE / "recorded").glob("*.txt.gz"))

# Answers of every shape: two tasks, a merged name, a refusal, a set, a death, and what the others see of it.
SEQUENCE = """\
# sequence 0
a: allocate RECV -> OK +a0
b: grant a0 MKS -> OK +b0
c: grant a0 MKSO -> OK +c0
b: grant a0 MKS -> OK b0
b: extract_right b0 CS -> OK b0 MS
b: mod_refs b0 RECV -1 -> INVALID_RIGHT
a: allocate PSET -> OK +a1
a: insert_member a0 a1 -> OK
a: get_set_status a1 -> OK {a0}
= a0 recv seq=0 ms=2 ql=5 mc=0 so=1 sr=1 pd=0 ns=0 set=1 fl=0 ctx=0
= a1 pset={a0}
= b0 send=3
= c0 sonce
a: die -> done
b: type b0 -> OK |DEAD
b: set_mscount b0 1 -> INVALID_RIGHT ~1
= b0 dead=3
= c0 dead=1
"""


# Answers of 7195 that carry no mark, where 11417 gives another one.
OLDER = """\
# sequence 0
a: allocate RECV -> OK +a0
a: allocate PSET -> OK +a1
a: allocate PSET -> OK +a2
a: insert_member BOGUS a0 -> INVALID_RIGHT
a: move_member BOGUS a0 -> INVALID_RIGHT
a: insert_member a0 a1 -> OK
a: insert_member a0 a2 -> OK
a: extract_member a0 a1 -> NOT_IN_SET
a: extract_member a0 a1 -> NOT_IN_SET
= a0 recv seq=0 ms=0 ql=5 mc=0 so=0 sr=0 pd=0 ns=0 g=0
= a1 pset
= a2 pset
"""


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """The replayer in a process of its own, where its tasks are nobody else's."""
    command = [sys.executable, "-m", "replay", *map(str, arguments)]
    return subprocess.run(command, cwd=HERE.parent, capture_output=True, text=True, timeout=300, check=False)


def written(folder: Path, text: str) -> Path:
    path = folder / "recording.txt"
    path.write_text(text, encoding="ascii")
    return path


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.name)
def test_what_was_recorded_is_answered_again(path: Path) -> None:
    done = run(path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert ", 0 differ" in done.stdout


def test_both_kinds_are_recorded() -> None:
    assert [read(path).tasks for path in RECORDED] == ["abc", "ab"]


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.name)
def test_every_recorded_operation_is_known(path: Path) -> None:
    steps = [step for sequence in read(path).sequences for step in sequence.steps]
    assert {step.name for step in steps if isinstance(step, Operation)} <= PLAIN.keys() | GIVING.keys()


def test_the_sequence_below_is_right(tmp_path: Path) -> None:
    done = run(written(tmp_path, SEQUENCE))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 sequences, 12 of 12 operations replayed, 2 state blocks compared, 0 differ" in done.stdout


@pytest.mark.parametrize(
    ("line", "right", "wrong"),
    [
        (2, "OK +a0", "NO_SPACE"),
        (5, "OK b0", "OK +b1"),
        (6, "b0 MS", "b0 MR"),
        (7, "INVALID_RIGHT", "INVALID_VALUE"),
        (7, "INVALID_RIGHT", "OK"),
        (10, "{a0}", "{}"),
        (11, "ms=2", "ms=1"),
        (12, "{a0}", "{a0,a1}"),
        (13, "send=3", "send=2"),
        (14, "= c0 sonce\n", ""),
        (16, "|DEAD", "|SEND"),
        (17, " ~1", ""),
        (18, "dead=3", "dead=4"),
        (20, "", "= c1 send=1\n"),
    ],
)
def test_a_falsified_line_is_found(tmp_path: Path, line: int, right: str, wrong: str) -> None:
    lines = [*SEQUENCE.splitlines(keepends=True), ""]
    assert right in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(right, wrong)
    done = run(written(tmp_path, "".join(lines)))
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"first difference: sequence 0, line {line}\n" in done.stdout


# A task dies, whose port another wants back and which was to be told of a right's end: nothing says what is told first.
DEATH = """\
# sequence 0
a: allocate RECV -> OK +a0
b: allocate RECV -> OK +b0
a: grant b0 MKSO -> OK +a1
a: grant b0 MKSO -> OK +a2
a: grant b0 MKS -> OK +a3
a: request_notification a0 PORT_DESTROYED sync=0 notify=a1 MSO -> OK prev=NULL
a: request_notification a3 DEAD_NAME sync=0 notify=a2 MSO -> OK prev=NULL
a: set_qlimit a0 3 -> OK
c: allocate PSET -> OK +c0
b: send b0 MKS reply=NULL NONE id=1000 -> OK
b: send b0 MKS reply=NULL NONE id=1001 -> OK
a: die -> done
b: recv b0 size=8192 TRAILER=1 -> OK id=1000 msize=24 rd=NONE ld=MS remote=NULL local=b0 tr type=0 size=12 seqno=0 %
b: recv b0 size=8192 -> OK id=1001 msize=24 rd=NONE ld=MS remote=NULL local=b0 tr type=0 size=8 %
b: recv b0 size=8192 -> OK id=69 msize=40 rd=NONE ld=MSO remote=NULL local=b0 descs=1 [MR +b1] tr type=0 size=8 %
b: nop
b: recv b0 size=8192 TRAILER=1 -> OK id=65 msize=36 rd=NONE ld=MSO remote=NULL local=b0 nname=+b2 tr type=0 size=12 seqno=3 %
= b0 recv seq=4 ms=3 ql=5 mc=0 so=0 sr=0 pd=0 ns=0 set=0 fl=0 ctx=0
= b1 recv seq=0 ms=0 ql=3 mc=0 so=0 sr=0 pd=0 ns=0 set=0 fl=0 ctx=0
= c0 pset={}
"""
DELETED = "id=65 msize=36 rd=NONE ld=MSO remote=NULL local=b0 nname=+b2"
DESTROYED = "id=69 msize=40 rd=NONE ld=MSO remote=NULL local=b0 descs=1 [MR +b1]"


def test_a_death_is_told_in_any_order(tmp_path: Path) -> None:
    turned = DEATH.replace(DELETED, "the other").replace(DESTROYED, DELETED.replace("b2", "b1"))
    turned = turned.replace("the other", DESTROYED.replace("b1", "b2")).replace("= b1 ", "= b2 ")
    for text in (DEATH, turned):
        done = run(written(tmp_path, text))
        assert done.returncode == 0, done.stdout + done.stderr
        assert "0 differ" in done.stdout


@pytest.mark.parametrize(
    ("line", "right", "wrong"),
    [
        (14, "id=1000", "id=1001"),
        (16, "id=69", "id=65"),
        (18, "seqno=3", "seqno=2"),
        (16, "[MR +b1]", "[MS +b1]"),
        (16, "[MR +b1]", "[MR b0]"),
        (18, "nname=+b2", "nname=b0"),
        (18, DELETED, DESTROYED.replace("b1", "b2")),
        (20, "ql=3", "ql=5"),
    ],
)
def test_what_a_death_tells_is_compared(tmp_path: Path, line: int, right: str, wrong: str) -> None:
    lines = DEATH.splitlines(keepends=True)
    assert right in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(right, wrong)
    done = run(written(tmp_path, "".join(lines)))
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"first difference: sequence 0, line {line}\n" in done.stdout


def test_messages_of_tasks_keep_their_order_after_a_death(tmp_path: Path) -> None:
    turned = DEATH.replace("-> OK id=1000", "-> OK id=-").replace("-> OK id=1001", "-> OK id=1000").replace("id=-", "id=1001")
    assert run(written(tmp_path, turned)).returncode == 1


def test_what_11417_answers_otherwise_is_expected_of_libmach(tmp_path: Path) -> None:
    done = run(written(tmp_path, OLDER))
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("right", "wrong"), [("BOGUS a0", "BOGUS a1"), ("BOGUS a0", "a0 BOGUS"), ("a0 a1 -> NOT_IN_SET\n=", "a0 a0 -> NOT_IN_SET\n=")]
)
def test_only_that_is_expected_otherwise(tmp_path: Path, right: str, wrong: str) -> None:
    assert right in OLDER
    assert run(written(tmp_path, OLDER.replace(right, wrong))).returncode == 1


def test_a_difference_ends_its_sequence_and_no_other(tmp_path: Path) -> None:
    falsified = SEQUENCE.replace("send=3", "send=2") + SEQUENCE.replace("sequence 0", "sequence 1")
    done = run(written(tmp_path, falsified))
    assert done.returncode == 1
    assert "2 sequences, 21 of 24 operations replayed, 3 state blocks compared, 1 differ" in done.stdout
    assert "expected = b0 send=2\n    got      = b0 send=3\n" in done.stdout


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (r"(recv .* -> OK id=)\d", r"\g<1>0"),
        (r"(recv .* remote=)\+(\w)\d+", r"\g<1>NULL"),
        (r"(recv .*\[)MS (\+)", r"\1MSO \2"),
        (r"(recv .* hash=)(\w)", r"\g<1>x\2"),
        (r"(recv .* nname=\w)\d+", r"\g<1>99"),
        (r"(recv .* count=)\d+", r"\g<1>99"),
        (r"(recv .* need=)\d+", r"\g<1>99"),
        (r"(recv .* hdr .* cplx=)1", r"\g<1>0"),
        (r"(recv .* sender=)[abc]", r"\1kernel"),
        (r"(recv .* audit=)[abc]", r"\1zero"),
        (r"(recv .* tctx=)\w+( ad=\d)?$", r"\g<1>99\2"),
        (r"(recv .*\[OOLP \w+ n=[1-9].* dealloc=)1", r"\g<1>0"),
        (r"(recv .*\[OOL .* copy=)P", r"\1V"),
        (r"(recv .*\[GP MR \+\w+ flags=1 ctx=)BUF", r"\g<1>0"),
        (r"(send .* back: .* rd=)MS", r"\1MSO"),
        (r"(send .* src=)kept", r"\1gone"),
        (r"(send .* -> )SEND_INVALID_RIGHT", r"\1OK"),
        (r"(rpc .* -> )OK", r"\1RCV_TIMED_OUT"),
        (r"(peek .* tlen=)\d+", r"\g<1>9"),
        (r"(msg_destroy -> done unmapped=)1 kept=0", r"\g<1>0 kept=1"),
        (r"(msg_destroy_unsent .* src=)gone", r"\1kept"),
    ],
)
def test_a_falsified_message_is_found(tmp_path: Path, right: str, wrong: str) -> None:
    """In the first recorded sequence that has one of its kind."""
    for sequence in gzip.decompress(RECORDED[0].read_bytes()).decode().split("# sequence ")[1:]:
        falsified = re.sub(right, wrong, sequence, count=1, flags=re.MULTILINE)
        if falsified != sequence:
            break
    done = run(written(tmp_path, f"# sequence {falsified}"))
    assert done.returncode == 1, done.stdout + done.stderr


@pytest.mark.parametrize(
    "operation",
    [
        "a: invent a0 -> OK",
        "a: deallocate a7 -> OK",
        "a: mod_refs a0 SEND -> OK",
        "a: allocate NOTHING -> OK",
        "a: mod_refs a0 SEND 99999999999 -> OK",
        "a: guard a0 18446744073709551616 -> OK",
        "a: set_qlimit a0 -1 -> OK",
        "a: send a0 MKS reply=NULL -> OK",
        "a: send a0 MKS reply=NULL NONE id=99999999999 -> OK",
        "a: send a0 MKS reply=NULL NONE id=1 descs=1 [OOL size=99999999999 copy=P dealloc=0 seed=1] -> OK",
        "a: recv a0 size=-8 -> OK",
        "a: recv a0 size=99999999999 -> OK",
        "a: recv a0 size=64 TRAILER=16 -> OK",
        "a: msg_destroy -> done unmapped=0 kept=0",
        "b: die -> done\nb: allocate RECV -> OK +b0",
    ],
)
def test_an_operation_that_cannot_be_read_differs(tmp_path: Path, operation: str) -> None:
    done = run(written(tmp_path, "# sequence 0\na: allocate RECV -> OK +a0\n" + operation + "\n"))
    last = operation.splitlines()[-1]
    assert done.returncode == 1
    assert f"expected {last}\n    got      {last.split(' ->')[0]} cannot be replayed: " in done.stdout


@pytest.mark.parametrize(
    "text", ["", "a: allocate RECV -> OK +a0\n", "# sequence 0\na: allocate RECV OK\n", "# sequence 0\n= a0\n"]
)
def test_a_file_that_is_no_recording_is_refused(tmp_path: Path, text: str) -> None:
    done = run(written(tmp_path, text))
    assert (done.returncode, done.stdout) == (2, "")
    assert "recording.txt: " in done.stderr


@pytest.mark.parametrize(
    "path", [RECORDED[0], HERE.parent / "matrix/recorded/matrix-xnu-7195.jsonl.gz"], ids=lambda path: path.name
)
def test_a_file_that_was_cut_is_refused(tmp_path: Path, path: Path) -> None:
    cut = tmp_path / path.name
    cut.write_bytes(path.read_bytes()[:5000])
    done = run(cut)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"replay: {cut}: " in done.stderr


def test_a_missing_library_is_said(tmp_path: Path) -> None:
    done = run("--libmach", tmp_path / "libmach.so.1", written(tmp_path, SEQUENCE))
    assert done.returncode == 2
    assert "build it first" in done.stderr


def test_sets_are_compared_in_any_order() -> None:
    assert first_difference(["= a1 pset={a3,a10}"], ["= a1 pset={a10,a3}"]) is None
    assert first_difference(["= a1 pset={a3,a10}"], ["= a1 pset={a3}"]) == 0
