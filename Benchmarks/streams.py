"""A GiB through `run`, out of a program and into one, against the bare chain of as many processes.

All bytes are zeros, moved 64 KiB at a time. Memory is looked at in transfers of their own, each in a new stack, since
daemons keep what they have once grown to.
"""

import contextlib
import statistics
import subprocess
import time

from memory import kilobytes
from timing import interleaved
from workplace import Stack, compile_c

SESSION = "bench-stream"
OUT = "import os\nzeros = bytes(65536)\nfor _ in range({steps}): os.write(1, zeros)"
IN = "import os\ncount = 0\nwhile part := os.read(0, 65536): count += len(part)\nprint(count)"
# Before the first byte of a transfer: says that the program runs, so that sizes are taken of a run in progress.
READY = "print(end='.', flush=True)\n"
GO = "input()\n"


def measure(place, report):
    size = 1 << 27 if place.is_quick else 1 << 30
    chain = compile_c(place, "chain.c")
    _measure_growth(place, report, chain, size)
    with open_session(place) as stack:
        for direction, name in [("out", "stdout"), ("in", "stdin")]:
            _measure_speed(place, report, Transfer(stack, chain, size), direction, name)


@contextlib.contextmanager
def open_session(place):
    """A stack with one session, whose interpreter has been started."""
    with Stack(place) as stack:
        stack.run("start", "-t", SESSION, "python")
        stack.run("run", "-t", SESSION, "-c", "pass", "python")
        yield stack


def _measure_speed(place, report, transfer, direction, name):
    ours = transfer.out if direction == "out" else transfer.into
    samples = interleaved(3, place.some(3), {"ours": ours, "chain": lambda: transfer.bare(direction)})

    def speed(seconds):
        return transfer.size / 1e6 / statistics.median(seconds)

    rounds = [[speed(part) for part in samples[key]] for key in ["ours", "chain"]]
    middle, base = [speed(sum(samples[key], [])) for key in ["ours", "chain"]]
    report.add(
        f"{name}.mb_s", middle, "MB/s", baseline=base, baseline_is="bare chain", is_best_high=True, rounds=rounds[0])
    report.add(
        f"{name}.vs_chain", middle / base, "×", baseline=base, baseline_is="bare chain, MB/s", target=0.4,
        is_best_high=True, is_ratio=True, rounds=[ours / theirs for ours, theirs in zip(*rounds)])


def _measure_growth(place, report, chain, size):
    largest = {}
    for _ in range(place.some(3)):
        for direction in ["out", "in"]:
            with open_session(place) as stack:
                for program, growth in Transfer(stack, chain, size).growth(direction).items():
                    largest.setdefault(program, []).append(growth)
    report.add(
        "stream.peak_mb", max(map(max, largest.values())), "MB", target=16, samples=sum(map(len, largest.values())))
    for program, growths in largest.items():
        report.add(f"stream.peak_mb.{program}", max(growths), "MB", rounds=growths)


class Transfer:
    """Moves `size` bytes, which are counted where they arrive."""

    def __init__(self, stack, chain, size):
        self.size = size
        self._stack = stack
        self._chain = chain

    def bare(self, direction):
        """The seconds that the chain takes, from its start to its end."""
        began = time.perf_counter()
        subprocess.run([self._chain, direction, str(self.size)], check=True)
        return time.perf_counter() - began

    def out(self):
        """The seconds that a program's output takes, from the start of `run` to its end."""
        began = time.perf_counter()
        client = self._client(self._out_code(), subprocess.DEVNULL)
        consumer = self._consumer(client)
        self._finish(client, consumer)
        return time.perf_counter() - began

    def into(self):
        """The seconds that a program's input takes."""
        began = time.perf_counter()
        producer = subprocess.Popen([self._chain, "produce", str(self.size)], stdout=subprocess.PIPE)
        client = self._client(IN, producer.stdout)
        producer.stdout.close()
        self._check_count(client)
        self._finish(client, producer)
        return time.perf_counter() - began

    def growth(self, direction):
        """How many MB each of our programs is larger, at its largest, than when the run had begun but nothing moved."""
        code = self._out_code() if direction == "out" else IN
        client = self._client(READY + (GO if direction == "out" else "") + code, subprocess.PIPE)
        if client.stdout.read(1) != b".":
            raise RuntimeError("the program has not begun")
        runner = (self._stack.kernels()[0] / "pid").read_text().strip()
        pids = {
            "client": client.pid, "manager": self._stack.pid("manager"), "agent": self._stack.pid("agent"),
            "runner": runner,
        }
        before = sizes(pids)
        if direction == "out":
            other = self._consumer(client)
            client.stdin.write(b"\n")
        else:
            other = subprocess.Popen([self._chain, "produce", str(self.size)], stdout=client.stdin)
        client.stdin.close()
        most = dict(before)
        while client.poll() is None:
            # A process that has just ended has no size.
            with contextlib.suppress(RuntimeError):
                most = {name: max(most[name], size) for name, size in sizes(pids).items()}
            time.sleep(0.02)
        if direction == "in":
            self._check_count(client)
        self._finish(client, other)
        return {name: most[name] - before[name] for name in pids}

    def _out_code(self):
        return OUT.format(steps=self.size >> 16)

    def _client(self, code, source):
        return subprocess.Popen(
            [self._stack.place.client, "run", "-q", "-t", SESSION, "-c", code, "python"],
            env=self._stack.environment, stdin=source, stdout=subprocess.PIPE, bufsize=0)

    def _consumer(self, client):
        consumer = subprocess.Popen([self._chain, "consume", str(self.size)], stdin=client.stdout)
        client.stdout.close()
        return consumer

    def _check_count(self, client):
        if (count := client.stdout.read()) != f"{self.size}\n".encode():
            raise RuntimeError(f"the program has counted {count!r} bytes of {self.size}")

    @staticmethod
    def _finish(*processes):
        for process in processes:
            if process.wait():
                raise RuntimeError(f"`{process.args[0]}` ended with {process.returncode}")


def sizes(pids):
    return {name: kilobytes(f"/proc/{pid}/status", "VmRSS") for name, pid in pids.items()}
