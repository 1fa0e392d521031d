"""Commands as a user waits for them: `run` without and with a session, and `--version`.

Baselines run in turn with ours, in the same seconds: the same program by python alone, and in a container by
`runc run` of the same bundle.
"""

import statistics

from bundle import EqualBundle
from timing import cpus, first_byte, interleaved, timed, walls
from workplace import PYTHON, Stack

CODE = "print(1)"


def measure_runs(place, report):
    with Stack(place) as stack:
        session = "bench-lab"
        stack.run("start", "-t", session, "python")
        with EqualBundle(stack, session_kernel=stack.kernels()[0], code=CODE) as bundle:
            _warm_up(stack, bundle, session)
            _measure_cold(place, report, stack, bundle)
            _measure_existing(place, report, stack, session)
            _measure_first_byte(place, report, stack)


def _python(stack):
    return timed([PYTHON, "-c", CODE], stack.environment)


def _cold(stack):
    sample = timed([stack.place.client, "run", "-c", CODE, "python"], stack.environment)
    stack.settle(kernels=1)
    return sample


def _existing(stack, session):
    return timed([stack.place.client, "run", "-t", session, "-c", CODE, "python"], stack.environment)


def _warm_up(stack, bundle, session):
    for _ in range(3):
        _python(stack)
        bundle.run()
        _cold(stack)
        _existing(stack, session)


def _measure_cold(place, report, stack, bundle):
    samples = interleaved(
        3, place.some(40),
        {"python": lambda: _python(stack), "runc": bundle.run, "cold": lambda: _cold(stack)})
    cold, runc = walls(samples["cold"]), walls(samples["runc"])
    report.add_samples("run.cold", cold, "ms", baseline=walls(samples["python"]), baseline_is="python3")
    theirs = median(runc)
    report.add(
        "run.cold.vs_runc", median(cold) / theirs, "×", baseline=theirs, baseline_is="runc run, ms", target=2.5,
        is_ratio=True, rounds=[median([ours]) / median([base]) for ours, base in zip(cold, runc)])
    report.add_samples("runc.run", runc, "ms", baseline=walls(samples["python"]), baseline_is="python3")
    report.add_samples(
        "cli.run_cpu", cpus(samples["cold"]), "ms", baseline=cpus(samples["python"]), baseline_is="python3", target=8)


def median(rounds):
    return statistics.median(sample for part in rounds for sample in part)


def _measure_existing(place, report, stack, session):
    samples = interleaved(
        3, place.some(100), {"python": lambda: _python(stack), "existing": lambda: _existing(stack, session)})
    report.add_samples(
        "run.existing", walls(samples["existing"]), "ms", baseline=walls(samples["python"]), baseline_is="python3",
        target=20)
    report.add_samples(
        "cli.run_cpu.existing", cpus(samples["existing"]), "ms", baseline=cpus(samples["python"]),
        baseline_is="python3", target=8)


def _measure_first_byte(place, report, stack):
    def ours():
        took = first_byte([stack.place.client, "run", "-q", "-c", CODE, "python"], stack.environment)
        stack.settle(kernels=1)
        return took

    samples = interleaved(
        3, place.some(40), {"python": lambda: first_byte([PYTHON, "-c", CODE], stack.environment), "ours": ours})
    report.add_samples(
        "run.first_byte", samples["ours"], "ms", baseline=samples["python"], baseline_is="python3")


def measure_client(place, report):
    _measure_version(place, report)
    _measure_list(place, report)


def _measure_list(place, report):
    """`ps` with ten sessions, from the start of the command to the first byte of the list."""
    with Stack(place) as stack:
        for number in range(10):
            stack.run("start", "-t", f"bench-{number}", "python")
        measurements = {
            "python": lambda: first_byte([PYTHON, "-c", CODE], stack.environment),
            "ours": lambda: first_byte([place.client, "ps"], stack.environment, expected=None),
        }
        for _ in range(5):
            for measurement in measurements.values():
                measurement()
        samples = interleaved(3, place.some(100), measurements)
    report.add_samples(
        "cli.ps", samples["ours"], "ms", baseline=samples["python"], baseline_is="python3, to its first byte", target=30)


def _measure_version(place, report):
    environment = {"PATH": "/usr/bin:/bin", "HOME": "/root", "LANG": "C.UTF-8"}
    measurements = {
        "python": lambda: timed([PYTHON, "--version"], environment, expected=None),
        "ours": lambda: timed([place.client, "--version"], environment, expected=None),
    }
    for _ in range(5):
        for measurement in measurements.values():
            measurement()
    samples = interleaved(3, place.some(200), measurements)
    report.add_samples(
        "cli.version", walls(samples["ours"]), "ms", baseline=walls(samples["python"]),
        baseline_is="python3 --version", target=7)
    report.add_samples("cli.version_cpu", cpus(samples["ours"]), "ms")
