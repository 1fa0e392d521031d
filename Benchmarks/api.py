"""Requests a second, of a thousand users at once, on processors that the load shares with the manager."""

import json
import statistics
import subprocess

import accounts
from workplace import Stack, compile_c

KEYPAIRS = 1000
TENANTS = 10_000
# More than a page, so that pages are counted.
SESSIONS = 12
# Enough to keep two processors busy; more only makes each answer later.
CONNECTIONS = 32
# What the official client's `ps` asks for, in a page of ten.
QUERY = """
query($limit: Int!, $offset: Int!, $status: String) {
  compute_session_list(limit: $limit, offset: $offset, status: $status) {
    items { name id group_name main_kernel_id image type status status_info status_changed result }
    total_count
  }
}
"""


def put_load(program, *options):
    """Runs the load program, which fails at any answer but the right one; what it prints."""
    result = subprocess.run([program, *map(str, options)], capture_output=True, text=True, check=False)
    if result.returncode:
        raise RuntimeError(f"the load program failed: {result.stderr.strip()}")
    return json.loads(result.stdout)


class Load:
    """The load program against one stack with many users."""

    def __init__(self, place, program, stack, tenants=0):
        self.program, self.stack = program, stack
        self.seconds = 0.5 if place.is_quick else 5
        stack.stop_daemons()
        pairs = accounts.add(stack.database, KEYPAIRS, sessions=SESSIONS, tenants=tenants)
        self.accounts = accounts.write(stack.state / "bench-accounts", pairs)
        body = stack.state / "bench-query"
        body.write_text(json.dumps({
            "query": QUERY, "variables": {"limit": 10, "offset": 0, "status": "TERMINATED"}}))
        self.query = [
            "--accounts", self.accounts, "--post", "/admin/gql", "--body", body,
            "--expect", f'"total_count":{SESSIONS}']
        stack.start()

    def put(self, *options):
        common = ["--port", self.stack.port, "--connections", CONNECTIONS, "--seconds", self.seconds]
        return put_load(self.program, *common, *options)

    def signed(self, *options):
        return self.put("--accounts", self.accounts, *options)

    def listed(self, *options):
        return self.put(*self.query, *options)


def measure(place, report):
    program = compile_c(place, "load.c")
    with Stack(place) as small, Stack(place) as large:
        few, many = Load(place, program, small), Load(place, program, large, tenants=TENANTS)
        rounds = 2 if place.is_quick else 5
        unsigned, signed, listed = [], [], []
        crowded = {"signed": [], "listed": []}
        for load in (few, many):
            load.signed()
            load.listed()
        for _ in range(rounds):
            unsigned.append(few.put())
            signed.append(few.signed())
            crowded["signed"].append(many.signed())
            listed.append(few.listed())
            crowded["listed"].append(many.listed())
        _report_rates(report, unsigned, signed, listed)
        _report_slowdown(report, {"signed": signed, "listed": listed}, crowded)
        _measure_at_70(report, few, median_rate(signed), median_rate(listed), rounds)


def median_rate(runs):
    return statistics.median(run["rps"] for run in runs)


def _report_rates(report, unsigned, signed, listed):
    base = median_rate(unsigned)
    for name, runs, target in [("api.auth.rps", signed, 20_000), ("api.gql_sessions.rps", listed, 5_000)]:
        report.add(
            name, median_rate(runs), "1/s", baseline=base, baseline_is="GET /, unsigned", target=target,
            is_best_high=True, samples=sum(run["requests"] for run in runs), rounds=[run["rps"] for run in runs])
    report.add(
        "api.auth.p99", statistics.median(run["p99_us"] for run in signed) / 1000, "ms",
        baseline=statistics.median(run["p99_us"] for run in unsigned) / 1000, baseline_is="GET /, unsigned",
        rounds=[run["p99_us"] / 1000 for run in signed])
    report.add(
        "api.load.cpu", statistics.median(run["cpu_s"] / run["seconds"] for run in signed), "cores",
        rounds=[run["cpu_s"] / run["seconds"] for run in signed])


def _report_slowdown(report, alone, crowded):
    """By how much ten thousand tenants slow either request, in percent: the worse of the two, of pairs in turn."""
    slowdowns = {
        kind: [100 * (1 - with_tenants["rps"] / without["rps"])
               for without, with_tenants in zip(alone[kind], crowded[kind])]
        for kind in alone
    }
    worse = max(slowdowns, key=lambda kind: statistics.median(slowdowns[kind]))
    report.add(
        "api.tenants10k.slowdown", max(0, statistics.median(slowdowns[worse])), "%", target=10,
        rounds=[max(0, value) for value in slowdowns[worse]])


def _measure_at_70(report, load, signed_rate, listed_rate, rounds):
    """The 99th percentile at 70 % of the rates just measured: the worse of the two requests."""
    runs = {"signed": [], "listed": []}
    for _ in range(rounds):
        runs["signed"].append(load.signed("--rate", 0.7 * signed_rate)["p99_us"] / 1000)
        runs["listed"].append(load.listed("--rate", 0.7 * listed_rate)["p99_us"] / 1000)
    worse = max(runs, key=lambda kind: statistics.median(runs[kind]))
    report.add("api.p99_at_70", statistics.median(runs[worse]), "ms", target=5, rounds=runs[worse])
