"""What every test here shares: it runs over both layers, and leaves the name space as it found it.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from machport import Over, over, testing

from .shortage import Short, installed

LAYERS = ("swig", "cffi")


@pytest.fixture(params=LAYERS)
def mach(request: pytest.FixtureRequest) -> Over:
    """The owned types over each layer in turn."""
    return over(request.param)


@pytest.fixture(autouse=True)
def nothing_leaks() -> Iterator[None]:
    with testing.leak_check():
        yield


@pytest.fixture(autouse=True)
def ctrl_c_raises() -> Iterator[None]:
    """Also where whoever runs the tests in the background had it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def python() -> Callable[..., "subprocess.CompletedProcess[str]"]:
    """Runs Python code in a process of its own, with environment variables given by name."""

    def run(code: str, *options: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, *options, "-c", code], env={**os.environ, **environment}, capture_output=True, text=True, timeout=60
        )

    return run


@pytest.fixture(scope="session")
def call_short(tmp_path_factory: pytest.TempPathFactory) -> Short:
    return installed(tmp_path_factory.mktemp("allocator"))
