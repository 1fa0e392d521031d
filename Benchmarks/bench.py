#!/usr/bin/python3
"""Measures the product on this machine: prints a table and writes it as JSON.

    bench.py --programs .build/installed/bin --output .build/bench.json [--only run,cli] [--quick]

Everything runs in local stacks of its own, which are deleted at the end; see docs/benchmarks.md for what is measured.
"""

import argparse
import json
import os
import pathlib
import sys

import api
import commands
import cycles
import memory
import queries
import scheduling
import simulations
import streams
from machine import Machine
from report import Report
from workplace import Workplace

GROUPS = {
    "run": commands.measure_runs,
    "cli": commands.measure_client,
    "sched": scheduling.measure,
    "cycle": cycles.measure,
    "simulate": simulations.measure,
    "api": api.measure,
    "memory": memory.measure,
    "query": queries.measure,
    "stream": streams.measure,
}


def main():
    parser = argparse.ArgumentParser(description="Measures backend.ai on this machine.")
    parser.add_argument("--programs", type=pathlib.Path, required=True, help="where the release build's programs are")
    parser.add_argument("--output", type=pathlib.Path, required=True, help="the JSON file to write")
    parser.add_argument("--only", default=",".join(GROUPS), help=f"groups, of {','.join(GROUPS)}")
    parser.add_argument("--quick", action="store_true", help="few samples: to see that it works, not to quote")
    parser.add_argument("--wait", type=float, default=60, help="seconds to wait for an idle machine (default: 60)")
    parser.add_argument("--check", action="store_true", help="exit 1 when a target is missed")
    options = parser.parse_args()
    if os.geteuid() != 0:
        sys.exit("bench.py: the local stack needs root, to make containers")
    groups = options.only.split(",")
    if unknown := set(groups) - GROUPS.keys():
        sys.exit(f"bench.py: no such group: {', '.join(sorted(unknown))}")

    machine = Machine()
    machine.wait_until_idle(options.wait)
    report = Report()
    with Workplace(options.programs.resolve(), is_quick=options.quick) as place:
        for group in groups:
            print(f"bench: {group}", file=sys.stderr)
            with machine.watch(group, options.wait):
                GROUPS[group](place, report)
    print(report.table())
    for line in machine.description() + machine.warnings():
        print(line)
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(json.dumps(report.values(), indent=2) + "\n")
    sys.exit(1 if options.check and report.missed() else 0)


if __name__ == "__main__":
    main()
