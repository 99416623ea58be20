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
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "tests" / "sample"
CALLS = ("rename", "fsync", "unlink", "mkdir", "openat", "write", "flock")
STRACE = ("strace", "-f", "-qq", "-e", f"trace={','.join(CALLS)}")


class Skipped(Exception):  # noqa: N818 - no error: a reason
    """Why a kind of fault cannot be tried on this machine."""


Fault = Callable[["Bench"], int]


@dataclass
class Bench:
    """A folder with a bank, its outputs and a temporary folder of its own."""

    home: Path
    dice: random.Random
    old: dict[str, bytes] = field(default_factory=dict)
    new: dict[str, bytes] = field(default_factory=dict)
    lost: int = 0
    _calls: dict[str, int] = field(default_factory=dict)

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
        with (self.home / "errors").open("ab") as errors:
            return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=errors)

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
        """Old outputs again; in some runs the cache has to be filled anew."""
        if self.dice.random() < 1 / 8:
            shutil.rmtree(self.output / ".cache")
        for name, data in self.old.items():
            (self.output / name).write_bytes(data)

    def outputs(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in sorted(self.output.glob("[!.]*"))}

    def calls(self, name: str) -> int:
        """How often an undisturbed build makes a system call."""
        if not self._calls:
            log = self.home / "calls"
            assert self.start(*STRACE, "-o", str(log)).wait() == 0
            self.reset()
            names = [line.split("(")[0].split()[-1] for line in log.read_text(errors="replace").splitlines()]
            self._calls = {call: names.count(call) for call in CALLS}
        return self._calls[name]

    def judge(self) -> None:
        """Count the outputs that are neither wholly old nor wholly new."""
        now = self.outputs()
        self.lost += sum(now.get(name) not in (data, self.new[name]) for name, data in self.old.items())

    def tracebacks(self) -> int:
        """Tracebacks that passed through our own code; an interpreter that cannot start has its own."""
        return (self.home / "errors").read_text(errors="replace").count("in main\n")

    def litter(self) -> list[str]:
        """What stands where nothing may stand."""
        found = [str(path) for path in self.temporary.iterdir()]
        found += [str(path) for path in self.output.iterdir() if path.name not in (*self.old, ".cache")]
        scratch = self.output / ".cache/scratch"
        found += [str(path) for path in scratch.rglob("*")] if scratch.is_dir() else []
        return found + [str(path) for path in (self.output / ".cache").rglob("*.tmp")]


def _kill(number: signal.Signals) -> Fault:
    def fault(bench: Bench) -> int:
        process = bench.start()
        try:
            process.wait(bench.dice.uniform(0.05, 2.5))
        except subprocess.TimeoutExpired:
            os.kill(process.pid, number)
        return process.wait()

    return fault


def _call(action: str) -> Fault:
    quick = ("--seccomp-bpf",) if "error" in action else ()  # with it, strace sends no signals

    def fault(bench: Bench) -> int:
        call = bench.dice.choice(CALLS)
        last = bench.calls(call)
        first = bench.dice.choice((1, max(1, last - 60)))  # half of them where files are written
        when = bench.dice.randint(first, max(first, last))
        rule = f"inject={call}:{action}:when={when}"
        return bench.start(*STRACE, *quick, "-o", "/dev/null", "-e", rule).wait()

    return fault


def _limit(text: str, most: int) -> Fault:
    def fault(bench: Bench) -> int:
        return bench.start(shell=text.format(bench.dice.randint(1, most))).wait()

    return fault


def _mounted(*how: str) -> Fault:
    """The output folder on a file system that refuses."""

    def fault(bench: Bench) -> int:
        kept = bench.home / "kept"
        shutil.copytree(bench.output, kept, dirs_exist_ok=True)
        done = subprocess.run(["mount", *how, bench.output, bench.output], capture_output=True, check=False)
        if done.returncode:
            raise Skipped("may not mount here")
        try:
            if "tmpfs" in how:
                shutil.copytree(kept, bench.output, dirs_exist_ok=True)
                space = os.statvfs(bench.output).f_bavail * os.statvfs(bench.output).f_bsize
                (bench.output / ".cache").mkdir(exist_ok=True)
                (bench.output / ".cache/full").write_bytes(bytes(int(space * bench.dice.uniform(0.6, 1))))
            code = bench.start().wait()
            bench.judge()
        finally:
            subprocess.run(["umount", bench.output], check=True)
            shutil.rmtree(kept)
        return code

    return fault


def _together(bench: Bench) -> int:
    running = [bench.start() for _ in range(3)]
    time.sleep(bench.dice.uniform(0.2, 4))
    running[0].kill()
    codes = [process.wait() for process in running]
    assert codes[1:] == [0, 0], f"a build beside a killed one ended with {codes}"
    return codes[0]


KINDS: dict[str, tuple[str, Fault, bool]] = {
    "SIGKILL at a random time": ("", _kill(signal.SIGKILL), True),
    "SIGINT at a random time": ("", _kill(signal.SIGINT), False),
    "SIGTERM at a random time": ("", _kill(signal.SIGTERM), False),
    "a system call fails with ENOSPC": ("strace", _call("error=ENOSPC"), True),
    "a system call fails with EIO": ("strace", _call("error=EIO"), True),
    "SIGKILL at a system call": ("strace", _call("signal=KILL"), True),
    "SIGINT at a system call": ("strace", _call("signal=INT"), False),
    "full disk (tmpfs)": ("mount", _mounted("-t", "tmpfs", "-o", "size=4m"), False),
    "read-only output (mount)": ("mount", _mounted("--bind", "-o", "ro"), False),
    "files may not grow (ulimit -f)": ("", _limit("ulimit -f {}", 200), False),
    "too few file handles (ulimit -n)": ("", _limit("ulimit -n {}", 12), False),
    "three builds at once, one killed": ("", _together, True),
}
"""By name: the tool it needs, the fault, and whether only the next build can clean up."""


def campaign(kind: str, runs: int, seed: int, prepared: Bench) -> tuple[int, int, int, int]:
    """Builds that did not end well, outputs lost or torn, runs that left litter, tracebacks."""
    tool, fault, later = KINDS[kind]
    if tool and not shutil.which(tool):
        raise Skipped(f"{tool} is missing")
    failed = left = 0
    with tempfile.TemporaryDirectory() as home:
        shutil.copytree(prepared.home, home, dirs_exist_ok=True)
        bench = Bench(Path(home), random.Random(seed), prepared.old, prepared.new)
        for _ in range(runs):
            bench.reset()
            failed += fault(bench) != 0
            bench.judge()
            left += not later and bool(bench.litter())
            assert bench.start().wait() == 0, f"{kind}: the next build failed"
            left += later and bool(bench.litter())
            bench.lost += bench.outputs() != bench.new
        return failed, bench.lost, left, bench.tracebacks()


def main() -> None:
    signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # a shell's background job ignores it, and so would builds
    total = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    print("| fault | runs | builds it stopped | outputs lost or torn | litter | tracebacks |")
    print("|---|--:|--:|--:|--:|--:|")
    each = -(-total // len(KINDS))
    with tempfile.TemporaryDirectory() as home:
        prepared = Bench(Path(home), random.Random(0))
        prepared.prepare()
        for seed, kind in enumerate(KINDS):
            try:
                row = campaign(kind, each, seed, prepared)
                print(f"| {kind} | {each} | {' | '.join(map(str, row))} |", flush=True)
            except Skipped as error:
                print(f"| {kind} | skipped: {error} | | | | |", flush=True)


if __name__ == "__main__":
    main()
