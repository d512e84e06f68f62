"""`python -m fuzz MINUTES [TARGET...]`: fuzzes the targets, all or some, so many minutes each, and exits with 1 on a finding.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import argparse
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

from . import ROOT
from .targets import ENVIRONMENT, TARGETS, Target

WORK = ROOT / "build/fuzz/work"
# AddressSanitizer's build uses no number of a port twice, and there is an end of them.
SECONDS_OF_A_ROUND = 240
SECONDS_BETWEEN_WORDS = 60
LINES_KEPT = 200
STATUS = re.compile(r"#(\d+)\s+\w+\s+cov: (\d+)")
ARTIFACT = re.compile(r"Test unit written to (\S+)")


@dataclass
class Run:
    """A target under way: executions in rounds that are over, and in this one."""

    target: Target
    began: float = field(default_factory=time.monotonic)
    before: int = 0
    executions: int = 0
    covered: int = 0
    said: float = 0

    def say(self, text: str) -> None:
        minutes = (time.monotonic() - self.began) / 60
        counts = f"{self.before + self.executions} executions, {self.covered} places covered"
        print(f"fuzz {self.target.name}: {minutes:.1f} min, {counts}{text}", flush=True)
        self.said = time.monotonic()


def main() -> int:
    parser = argparse.ArgumentParser(prog="fuzz", description="Fuzzes for so many minutes a target.")
    parser.add_argument("minutes", type=float)
    parser.add_argument("targets", nargs="*", choices=[*TARGETS, []], metavar="TARGET", help=", ".join(TARGETS))
    arguments = parser.parse_args()
    found = [name for name in arguments.targets or TARGETS if not fuzz(TARGETS[name], arguments.minutes)]
    print(f"fuzz: {'found something in ' + ', '.join(found) if found else 'nothing was found'}")
    return 1 if found else 0


def fuzz(target: Target, minutes: float) -> bool:
    """Whether nothing was found."""
    seeds, corpus = WORK / target.name / "seeds", WORK / target.name / "corpus"
    shutil.rmtree(seeds, ignore_errors=True)
    for folder in (seeds, corpus):
        folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(target.seeds):
        shutil.copy(seed, seeds / str(number))
    run = Run(target)
    end = run.began + 60 * minutes
    while (left := end - time.monotonic()) > 0:
        options = [f"-max_total_time={max(1, min(int(left), SECONDS_OF_A_ROUND))}", f"-artifact_prefix={WORK / target.name}/"]
        if not a_round(run, [*target.command, *options, str(corpus), str(seeds)]):
            return False
        run.before, run.executions = run.before + run.executions, 0
    run.say(", and nothing was found")
    return True


def a_round(run: Run, command: list[str]) -> bool:
    last: deque[str] = deque(maxlen=LINES_KEPT)
    with subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout
        for line in process.stdout:
            if status := STATUS.match(line):
                run.executions, run.covered = int(status[1]), int(status[2])
                if time.monotonic() - run.said > SECONDS_BETWEEN_WORDS:
                    run.say("")
            else:
                last.append(line)
    if process.returncode == 0:
        return True
    sys.stdout.writelines(last)
    run.say(f", and the process ended with {process.returncode}")
    artifact = next((match[1] for line in last if (match := ARTIFACT.search(line))), None)
    if artifact:
        print(f"fuzz {run.target.name}: to repeat it:\n  {repeated(run.target, Path(artifact))}", flush=True)
    return False


def repeated(target: Target, artifact: Path) -> str:
    """The command that runs one input."""
    path = [] if target.in_c else [f"PYTHONPATH={shlex.quote(ENVIRONMENT['PYTHONPATH'])}"]
    return " ".join([*path, shlex.join([*target.command, str(artifact)])])


if __name__ == "__main__":
    sys.exit(main())
