"""A campaign of faults: builds killed, refused and starved; counts lost outputs and litter.

    python bench/faults.py [RUNS]         300 where RUNS is missing; prints the table of docs/trust.md

Each run builds the sample bank over the outputs of an earlier text of it. Afterwards every output must
be wholly old or wholly new, and after one undisturbed build nothing of the fault may be left: not in
the system's temporary folder, not among the outputs, not in the cache.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "tests" / "sample"
NAMES = ("sample.apkg", "sample-handout.html")
CALLS = ("rename", "fsync", "unlink", "mkdir", "openat", "write")
STRACE = ("strace", "-f", "-qq", "-o", "/dev/null")


@dataclass
class Bench:
    """A folder with a bank, its outputs and a temporary folder of its own."""

    home: Path
    dice: random.Random
    old: dict[str, bytes] = field(default_factory=dict)
    new: dict[str, bytes] = field(default_factory=dict)

    @property
    def output(self) -> Path:
        return self.home / "out"

    @property
    def temporary(self) -> Path:
        return self.home / "tmp"

    def command(self, product: str) -> list[str]:
        return [
            sys.executable,
            str(ROOT / "build.py"),
            product,
            "-s",
            str(self.home / "bank"),
            "-o",
            str(self.output),
            "-q",
        ]

    def start(self, *before: str, shell: str = "") -> subprocess.Popen[bytes]:
        environment = os.environ | {"TMPDIR": str(self.temporary), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [*before, *self.command("all")]
        if shell:
            command = ["bash", "-c", f'{shell}; exec "$@"', "bash", *command]
        return subprocess.Popen(
            command,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def edit(self, turn: str) -> None:
        path = self.home / "bank/questions/01-linear-models.md"
        text = (SAMPLE / "questions/01-linear-models.md").read_text(encoding="utf-8")
        path.write_text(text.replace("Adding", f"Adding, {turn},"), encoding="utf-8")

    def prepare(self) -> None:
        """Outputs of the old text, and what the new text makes."""
        shutil.copytree(SAMPLE, self.home / "bank")
        self.temporary.mkdir()
        for turn in ("new", "old"):
            self.edit(turn)
            assert self.start().wait() == 0
            setattr(self, turn, self.outputs())
        self.edit("new")

    def reset(self) -> None:
        for name, data in self.old.items():
            (self.output / name).write_bytes(data)

    def outputs(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in sorted(self.output.glob("[!.]*"))}

    def litter(self) -> list[str]:
        """What stands where nothing may stand."""
        found = [str(path) for path in self.temporary.iterdir()]
        found += [str(path) for path in self.output.iterdir() if path.name not in (*self.old, ".cache")]
        scratch = self.output / ".cache/scratch"
        found += [str(path) for path in scratch.rglob("*")] if scratch.is_dir() else []
        return found + [str(path) for path in (self.output / ".cache").rglob("*.tmp")]


def _kill(number: signal.Signals) -> Callable[[Bench], bool]:
    def fault(bench: Bench) -> bool:
        process = bench.start()
        try:
            process.wait(bench.dice.uniform(0.05, 3.0))
        except subprocess.TimeoutExpired:
            os.kill(process.pid, number)
        process.wait()
        return number != signal.SIGKILL

    return fault


def _call(action: str) -> Callable[[Bench], bool]:
    def fault(bench: Bench) -> bool:
        call, when = bench.dice.choice(CALLS), bench.dice.randint(1, 60)
        names = f"/^{call}" if call in ("rename", "unlink", "mkdir") else call
        bench.start(*STRACE, "-e", f"trace={names}", "-e", f"inject={names}:{action}:when={when}").wait()
        return False  # the call that fails may be the one that cleans up: judged after the next build

    return fault


def _limit(text: str) -> Callable[[Bench], bool]:
    def fault(bench: Bench) -> bool:
        bench.start(shell=text.format(bench.dice.randint(1, 40))).wait()
        return True

    return fault


def _read_only(bench: Bench) -> bool:
    done = subprocess.run(
        ["mount", "--bind", "-o", "ro", bench.output, bench.output], capture_output=True, check=False
    )
    if done.returncode:
        raise FileNotFoundError("mount")
    try:
        bench.start().wait()
    finally:
        subprocess.run(["umount", bench.output], check=True)
    return True


def _together(bench: Bench) -> bool:
    running = [bench.start() for _ in range(3)]
    os.kill(running[0].pid, signal.SIGKILL)
    return any([process.wait() for process in running[1:]])


KINDS: dict[str, tuple[str, Callable[[Bench], bool]]] = {
    "SIGKILL at a random time": ("", _kill(signal.SIGKILL)),
    "SIGINT at a random time": ("", _kill(signal.SIGINT)),
    "SIGTERM at a random time": ("", _kill(signal.SIGTERM)),
    "a system call fails: no space": ("strace", _call("error=ENOSPC")),
    "a system call fails: input or output": ("strace", _call("error=EIO")),
    "killed at a system call": ("strace", _call("signal=KILL")),
    "files may not grow": ("", _limit("ulimit -f {}")),
    "too few file handles": ("", _limit("ulimit -n {}")),
    "read-only output": ("mount", _read_only),
    "three builds at once, one killed": ("", _together),
}


def campaign(kind: str, runs: int, seed: int) -> tuple[int, int, int]:
    """Runs made, outputs lost or torn, runs that left something."""
    lost = left = 0
    with tempfile.TemporaryDirectory() as home:
        bench = Bench(Path(home), random.Random(seed))
        bench.prepare()
        for _ in range(runs):
            bench.reset()
            clean = KINDS[kind][1](bench)
            for name, data in bench.outputs().items():
                lost += name in bench.old and data not in (bench.old[name], bench.new[name])
            lost += len(bench.old.keys() - bench.outputs().keys())
            left += bool(clean and bench.litter())
            assert bench.start().wait() == 0, f"{kind}: the next build failed"
            left += bool(bench.litter()) and not clean
            lost += bench.outputs() != bench.new
    return runs, lost, left


def main() -> None:
    total = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    print("| fault | runs | outputs lost | litter |\n|---|--:|--:|--:|")
    for seed, (kind, (tool, _)) in enumerate(KINDS.items()):
        if tool and not shutil.which(tool):
            print(f"| {kind} | skipped: {tool} is missing | | |")
            continue
        try:
            runs, lost, left = campaign(kind, -(-total // len(KINDS)), seed)
            print(f"| {kind} | {runs} | {lost} | {left} |", flush=True)
        except FileNotFoundError as error:
            print(f"| {kind} | skipped: {error} | | |")


if __name__ == "__main__":
    main()
