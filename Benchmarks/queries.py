"""What a kept session takes to answer a query, and to leave a loop.

Baselines run in turn with ours, in the same seconds: the same code in an interpreter that is asked over a pipe.
"""

import signal
import statistics
import subprocess
import time

from execution import Execution
from timing import interleaved
from workplace import PYTHON, Stack

STATEMENT = "print(1)"
LOOP = "print(1, flush=True)\nwhile True: pass"
SESSION = "bench-query"


def measure(place, report):
    with Stack(place) as stack, Interpreter(stack.environment) as interpreter:
        stack.run("start", "-t", SESSION, "python")
        query(stack, "kept = 1")
        for _ in range(5):
            interpreter.query()
            query(stack, STATEMENT)
        _measure_queries(place, report, stack, interpreter)
        _measure_interrupts(place, report, stack, interpreter)
        # Fails if any interrupt has cost the state.
        query(stack, "assert kept == 1")


def _measure_queries(place, report, stack, interpreter):
    samples = interleaved(
        3, place.some(200),
        {"bare": interpreter.query, "open": lambda: query(stack, STATEMENT),
         "connect": lambda: query(stack, STATEMENT, is_opening_timed=True)})
    bare = samples["bare"]
    details = {"baseline": bare, "baseline_is": "python3 over a pipe"}
    report.add_samples("query.roundtrip", samples["open"], "ms", **details)
    report.add(
        "query.overhead", _median(samples["open"]) - _median(bare), "ms", target=1,
        rounds=[_median([ours]) - _median([base]) for ours, base in zip(samples["open"], bare)])
    report.add_samples("query.roundtrip.connect", samples["connect"], "ms", **details)


def _measure_interrupts(place, report, stack, interpreter):
    samples = interleaved(
        3, place.some(50), {"bare": interpreter.interrupt, "ours": lambda: interrupt(stack)})
    report.add_samples(
        "interrupt", samples["ours"], "ms", baseline=samples["bare"], baseline_is="python3 by kill", target=50)


def query(stack, code, is_opening_timed=False):
    """From the code's leaving, on a WebSocket that is open already unless its opening counts, to the program's end."""
    began = time.perf_counter()
    with Execution(stack, SESSION) as execution:
        opening = _milliseconds(began)
        took = execution.time(code) * 1000 + (opening if is_opening_timed else 0)
        end = execution.wait_for_end()
        execution.confirm()
    if end.get("exitCode") != 0:
        raise RuntimeError(f"a query ended otherwise than it should: {end}")
    return took


def interrupt(stack):
    """From the request, while the program loops, to its end."""
    with Execution(stack, SESSION) as execution:
        execution.run(LOOP)
        execution.wait_for_output(b"1\n")
        began = time.perf_counter()
        execution.interrupt()
        end = execution.wait_for_end()
        took = _milliseconds(began)
    if end.get("exitCode") != 130 or end.get("stateLost"):
        raise RuntimeError(f"an interrupted loop ended otherwise than it should: {end}")
    return took


class Interpreter:
    """Python alone, asked line by line: the least that can be expected."""

    def __init__(self, environment):
        self._process = subprocess.Popen(
            [PYTHON, "-q", "-i", "-u"], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, bufsize=0)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.kill()
        self._process.communicate()

    def query(self):
        began = time.perf_counter()
        self._ask(STATEMENT)
        return _milliseconds(began)

    def interrupt(self):
        self._ask(f"exec({LOOP!r})")
        began = time.perf_counter()
        self._process.send_signal(signal.SIGINT)
        while b"KeyboardInterrupt" not in (line := self._process.stderr.readline()):
            if not line:
                raise RuntimeError("the interpreter did not outlive an interrupt")
        return _milliseconds(began)

    def _ask(self, line):
        self._process.stdin.write(f"{line}\n".encode())
        if (answer := self._process.stdout.readline()) != b"1\n":
            raise RuntimeError(f"the interpreter answered {answer!r}")


def _milliseconds(began):
    return (time.perf_counter() - began) * 1000


def _median(rounds):
    return statistics.median(sample for part in rounds for sample in part)
