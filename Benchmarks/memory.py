"""Memory of the daemons after use, and of the kernel runner. A MB is 1,000,000 bytes."""

import pathlib

import accounts
from api import put_load
from workplace import Stack, compile_c

REQUESTS = 1000
SESSIONS = 100
RUNNERS = 10


def kilobytes(path, field):
    """A field of /proc/PID/status or smaps_rollup, which count in KiB, in MB."""
    for line in pathlib.Path(path).read_text().splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1]) * 1024 / 1e6
    raise RuntimeError(f"`{path}` has no field {field}")


def resident(stack):
    return {daemon: kilobytes(f"/proc/{stack.pid(daemon)}/status", "VmRSS") for daemon in ["manager", "agent"]}


def measure(place, report):
    sessions = place.some(SESSIONS)
    load = compile_c(place, "load.c")
    with Stack(place) as stack:
        path = accounts.write(place.directory / "account", [stack.keypair()])
        fresh = resident(stack)
        put_load(load, "--port", stack.port, "--accounts", path, "--connections", 8, "--requests", REQUESTS)
        for _ in range(sessions):
            stack.run("run", "-c", "print(1)", "python")
        stack.settle(kernels=0)
        used = resident(stack)
        for daemon, target in [("manager", 40), ("agent", 35)]:
            report.add(
                f"{daemon}.rss_mb", used[daemon], "MB", baseline=fresh[daemon], baseline_is="just started",
                target=target)
        runners = measure_runners(stack, report)
        for number in range(runners, sessions):
            stack.run("start", "-t", f"bench-{number:03}", "python")
        alive = resident(stack)
        for daemon in ["manager", "agent"]:
            report.add(
                f"{daemon}.rss_mb.alive", alive[daemon], "MB", baseline=fresh[daemon], baseline_is="just started")


def measure_runners(stack, report):
    """Ten sessions with a program that has run: process 1 of each is the runner, its child the interpreter."""
    for number in range(RUNNERS):
        name = f"bench-{number:03}"
        stack.run("start", "-t", name, "python")
        stack.run("run", "-t", name, "-c", "print(1)", "python")
    pids = [int((kernel / "pid").read_text()) for kernel in stack.kernels()]
    shares = sorted(kilobytes(f"/proc/{pid}/smaps_rollup", "Pss") for pid in pids)
    interpreters = []
    for pid in pids:
        children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        interpreters += [kilobytes(f"/proc/{child}/smaps_rollup", "Pss") for child in children]
    report.add(
        "runner.pss_mb", sum(shares) / len(shares), "MB", baseline=sum(interpreters) / max(1, len(interpreters)),
        baseline_is="its interpreter", target=1.5, samples=len(shares), least=shares[0], p99=shares[-1])
    return len(pids)
