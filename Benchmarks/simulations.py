"""Traces by the model of docs/scheduling.md, replayed with back-fill and without, and with forecasts asked for.

Seeds 1 to 20, all of them reported. A simulation has the same result at each run and on every machine.
"""

import json
import statistics
import subprocess

SEEDS = range(1, 21)


def simulate(place, seed, *options):
    """What one simulation has shown."""
    command = [str(place.programs / "backend.ai-manager"), "simulate", "--generate", "--seed", str(seed)]
    run = subprocess.run([*command, "--output", "json", *options], capture_output=True, text=True, check=True)
    return json.loads(run.stdout)


def measure(place, report):
    seeds = SEEDS[:2] if place.is_quick else SEEDS
    gains, late, promised = [], 0, 0
    asked, within, within_half, open_ended = 0, 0, 0, 0
    for seed in seeds:
        without = simulate(place, seed, "--backfill", "off")
        with_it = simulate(place, seed, "--backfill", "on", "--forecast")
        gains.append((with_it["utilisation"]["cpu"] - without["utilisation"]["cpu"]) * 100)
        late += with_it["reservations"]["late"]
        promised += with_it["reservations"]["kept"]
        forecast = with_it["forecast"]
        asked += forecast["asked"]
        within += forecast["within_90"]
        within_half += forecast["within_50"]
        open_ended += forecast["open_ended"]
    report.add(
        "backfill.utilisation_gain", statistics.median(gains), "points", target=15, is_best_high=True,
        samples=len(gains), least=min(gains), rounds=gains)
    report.add("backfill.late_heads", late, "sessions", target=0, samples=promised)
    # Both sides have a bound; what is below the one is as wrong as what is above the other.
    report.add("forecast.coverage90", within / asked * 100, "%", target=85, is_best_high=True, samples=asked)
    report.add("forecast.coverage90.most", within / asked * 100, "%", target=95, samples=asked)
    report.add("forecast.coverage50", within_half / asked * 100, "%", samples=asked)
    report.add("forecast.open_ended", open_ended / asked * 100, "%", samples=asked)
