"""The scheduler's cycle alone: the value that decides, without database, manager or agents.

`SchedulerBenchmark` makes a cluster of three kinds of agents, a thousand owners with limits at every scope, and sessions of
36 sizes, a fifth of them with fractions of GPUs, half of them with a time limit, a tenth with a higher priority. It fills the
cluster in one cycle, three times; lets as many again wait behind the full cluster; then single ones come and go.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile

AGENTS = 10_000
SESSIONS = 100_000


def run(place, agents, sessions, sequencer):
    """What it measured, and the most memory that it had, in MB."""
    program = place.programs.parent.parent / "release" / "SchedulerBenchmark"
    if not program.exists():
        sys.exit(f"bench.py: `{program}` is missing\nhint: make release")
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(writer, 1)
        os.execv(program, [str(program), str(agents), str(sessions), sequencer])
    os.close(writer)
    with os.fdopen(reader) as output:
        text = output.read()
    _, status, usage = os.wait4(child, 0)
    if status:
        sys.exit(f"bench.py: SchedulerBenchmark ended with {status}")
    return json.loads(text)["sequencers"][sequencer], usage.ru_maxrss * 1024 / 1e6


def durable(place, report, scale):
    """Placements that are decided, in the database with all that belongs to them, synced, and handed out to be started."""
    program = place.programs.parent.parent / "release" / "PlacementBenchmark"
    rates, placed = [], 0
    for _ in range(3):
        with tempfile.TemporaryDirectory() as directory:
            run = subprocess.run(
                [str(program), directory, str(AGENTS // scale), str(SESSIONS // scale)],
                capture_output=True, text=True, check=True)
        measured = json.loads(run.stdout)
        rates.append(measured["placed_per_second"])
        placed += measured["placed"]
    report.add(
        "sched.durable.rps", statistics.median(rates), "/s", target=60_000, is_best_high=True, samples=placed,
        rounds=rates)


def measure(place, report):
    scale = 10 if place.is_quick else 1
    for sequencer in ["fifo", "drf", "fair-share", "lifo"]:
        measured, memory = run(place, AGENTS // scale, SESSIONS // scale, sequencer)
        suffix = "" if sequencer == "fifo" else f".{sequencer}"
        rates = measured["placed_per_second"]
        report.add(
            f"sched.decisions.rps{suffix}", statistics.median(rates), "/s", target=500_000, is_best_high=True,
            samples=measured["placed"], rounds=rates)
        report.add(
            f"sched.refusals.rps{suffix}", measured["refused_per_second"], "/s", samples=measured["refused"])
        report.add(
            f"sched.decision.p99_us{suffix}", measured["one_new_us"]["p99"], "µs",
            baseline=measured["one_new_us"]["p50"], baseline_is="median", target=1000)
        report.add(
            f"sched.ended.p99_us{suffix}", measured["one_ended_us"]["p99"], "µs",
            baseline=measured["one_ended_us"]["p50"], baseline_is="median")
        report.add(
            f"sched.why_ms{suffix}", measured["why_us"]["p50"] / 1000, "ms", baseline=measured["why_us"]["p99"] / 1000,
            baseline_is="p99", target=5)
        report.add(f"sched.peak_mb{suffix}", memory, "MB", target=1074)
    durable(place, report, scale)
    for agents in [1000, 3000, 10_000]:
        measured, _ = run(place, agents // scale, agents * 10 // scale, "fifo")
        rates = measured["placed_per_second"]
        report.add(
            f"sched.decisions.rps.{agents}_agents", statistics.median(rates), "/s", samples=measured["placed"],
            rounds=rates)
