"""The interpreter ends while rights are owned: in whatever order it takes things apart, nothing crashes, and nothing is said.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from collections.abc import Callable
from subprocess import CompletedProcess

import pytest

BEGIN = """
import atexit, builtins, gc, os, sys, threading, time, weakref
import machport
mach = machport.over(LAYER)
def use():
    receive, send = mach.pair()
    with receive, send:
        send.send(b"four", rights=[send.dup()])
        with receive.receive(timeout=0) as message:
            assert message.data == b"four"
    print("used")
"""

OWNED = {
    "globals of a module": "receive, send = mach.pair(); ports = mach.PortSet.new(); ports.add(receive)",
    "the receive right first": "a, send = mach.pair(); z = a; del a",
    "a message with rights": """
receive, send = mach.pair()
send.send(rights=[send.dup(), mach.ReceiveRight.new()], reply=receive.as_send_once())
message = receive.receive(timeout=0)
""",
    "a message that waits": "receive, send = mach.pair(); send.send(rights=[mach.ReceiveRight.new(), send.dup()])",
    "a cycle": """
class Node: pass
node = Node(); node.self = node; node.rights = mach.pair()
""",
    "a cycle with the module itself": """
class Node: pass
node = Node(); node.modules = sys.modules; node.module = machport; node.rights = mach.pair(); node.self = node
""",
    "builtins, which go last": "builtins.rights = mach.pair()",
    "the module sys": "sys.rights = mach.pair()",
    "an attribute of the package": "machport.kept = mach.pair()",
    "a thread's variables": "local = threading.local(); local.rights = mach.pair()",
    "a closure": "use_later = (lambda rights: lambda: rights)(mach.pair())",
    "a generator that was left": """
def steps():
    with mach.ReceiveRight.new() as receive:
        yield receive
left = steps(); next(left)
""",
    "a capsule": "capsule = mach.ReceiveRight.new().__mach_port_export__()",
    "a capsule among the builtins": "builtins.capsule = mach.ReceiveRight.new().__mach_port_export__()",
    "a request's right": """
receive, send = mach.pair()
receive.notify_no_senders(mach.ReceiveRight.new())
""",
}

LATE = {
    "atexit": "receive, send = mach.pair(); atexit.register(lambda: (use(), send.close(), receive.close()))",
    "atexit of what was made before the package": "atexit.register(use)",
    "a finalizer": "receive = mach.ReceiveRight.new(); weakref.finalize(receive, use)",
    "sys.exit": "receive, send = mach.pair(); use(); sys.exit()",
    "sys.exit in a thread": "thread = threading.Thread(target=lambda: (use(), sys.exit())); thread.start()",
    "a thread that ends later": "thread = threading.Thread(target=lambda: (time.sleep(0.1), use())); thread.start()",
    "os._exit": "receive, send = mach.pair(); use(); sys.stdout.flush(); os._exit(0)",
}

DAEMONS = {
    "waits for a message": "receive.receive()",
    "waits for room": "receive.queue_limit = 0; send.send()",
    "makes and releases": "\n    while True: send.dup().close()",
    "sends and receives": "\n    while True: send.send(rights=[send.dup()]); receive.receive().close()",
}


def ended(python: Callable[..., CompletedProcess[str]], layer: str, code: str, *options: str) -> list[str]:
    done = python(f"LAYER = {layer!r}\n{BEGIN}\n{code}", *options)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout.splitlines()


@pytest.mark.parametrize("layer", ["swig", "cffi"])
@pytest.mark.parametrize("what", OWNED)
def test_what_is_owned_by(python: Callable[..., CompletedProcess[str]], layer: str, what: str) -> None:
    assert ended(python, layer, OWNED[what]) == []
    # Those who ask to be told of what was not closed are told just that.
    done = python(f"LAYER = {layer!r}\n{BEGIN}\n{OWNED[what]}", "-W", "always::ResourceWarning")
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


@pytest.mark.parametrize("layer", ["swig", "cffi"])
@pytest.mark.parametrize("what", LATE)
def test_late_use_by(python: Callable[..., CompletedProcess[str]], layer: str, what: str) -> None:
    assert ended(python, layer, LATE[what]) == ["used"]


@pytest.mark.parametrize("layer", ["swig", "cffi"])
@pytest.mark.parametrize("what", DAEMONS)
def test_a_daemon_thread_that(python: Callable[..., CompletedProcess[str]], layer: str, what: str) -> None:
    code = f"""
receive, send = mach.pair()
begun = threading.Event()
def run():
    begun.set()
    {DAEMONS[what]}
threads = [threading.Thread(target=run, daemon=True) for _ in range(2)]
for thread in threads: thread.start()
begun.wait()
time.sleep(0.02)
"""
    assert ended(python, layer, code) == []
