"""Signed requests a second, of a thousand users at once, on processors that the load shares with the manager."""

import json
import statistics
import subprocess

import accounts
from workplace import Stack, compile_c

KEYPAIRS = 1000
# Enough to keep two processors busy; more only makes each answer later.
CONNECTIONS = 32


def put_load(program, *options):
    """Runs the load program, which fails at any answer but 200; what it prints."""
    result = subprocess.run([program, *map(str, options)], capture_output=True, text=True, check=False)
    if result.returncode:
        raise RuntimeError(f"the load program failed: {result.stderr.strip()}")
    return json.loads(result.stdout)


def measure(place, report):
    load = compile_c(place, "load.c")
    with Stack(place) as stack:
        stack.stop_daemons()
        path = accounts.write(place.directory / "accounts", accounts.add(stack.database, KEYPAIRS))
        stack.start()
        common = ["--port", stack.port, "--connections", CONNECTIONS, "--seconds", 0.5 if place.is_quick else 5]
        put_load(load, *common, "--accounts", path)
        signed, unsigned = [], []
        for _ in range(2 if place.is_quick else 5):
            unsigned.append(put_load(load, *common))
            signed.append(put_load(load, *common, "--accounts", path))
    rates = [run["rps"] for run in signed]
    base = statistics.median(run["rps"] for run in unsigned)
    report.add(
        "api.auth.rps", statistics.median(rates), "1/s", baseline=base, baseline_is="GET /, unsigned", target=10_000,
        is_best_high=True, samples=sum(run["requests"] for run in signed), rounds=rates)
    report.add(
        "api.auth.p99", statistics.median(run["p99_us"] for run in signed) / 1000, "ms",
        baseline=statistics.median(run["p99_us"] for run in unsigned) / 1000, baseline_is="GET /, unsigned",
        rounds=[run["p99_us"] / 1000 for run in signed])
    report.add(
        "api.load.cpu", statistics.median(run["cpu_s"] / run["seconds"] for run in signed), "cores",
        rounds=[run["cpu_s"] / run["seconds"] for run in signed])
