"""What machine this is, and whether it was busy with something else."""

import contextlib
import os
import pathlib
import platform
import subprocess
import sys
import time

# Less idle time than this before the start, and figures are not worth quoting. Ticks are 10 ms, so 1 s is ±1 %.
IDLE_SHARE = 0.95
# A load average remembers the last minutes, the idle time says what is true now.
QUIET_LOAD = 0.7


def processor_times():
    """Jiffies: all, idle, stolen by the hypervisor."""
    fields = [int(field) for field in pathlib.Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    return sum(fields), fields[3], fields[7]


class Machine:
    """The machine and what was seen of it before and during the measurements."""

    def __init__(self):
        self.load = os.getloadavg()
        self.idle = 0.0
        self._warnings = []

    def wait_until_idle(self, patience):
        """Waits for a second of an idle machine, at most `patience` seconds."""
        self.idle, is_idle = self._wait(patience)
        self.load = os.getloadavg()
        if not is_idle or self.load[0] > QUIET_LOAD:
            self._warn(f"the machine was not idle before the start: {self.idle:.0%} idle, load {self.load[0]:.2f}")

    @staticmethod
    def _wait(patience):
        """The idle share of the last second, and whether that is enough."""
        deadline = time.monotonic() + patience
        while True:
            before = processor_times()
            time.sleep(1)
            after = processor_times()
            idle = (after[1] - before[1]) / max(1, after[0] - before[0])
            if idle >= IDLE_SHARE or time.monotonic() > deadline:
                return idle, idle >= IDLE_SHARE

    @contextlib.contextmanager
    def watch(self, group, patience):
        """Waits for an idle machine, then notes what the hypervisor takes while a group is measured."""
        idle, is_idle = self._wait(patience)
        if not is_idle:
            self._warn(f"{group}: the machine was {idle:.0%} idle before it")
        before = processor_times()
        yield
        after = processor_times()
        stolen = (after[2] - before[2]) / max(1, after[0] - before[0])
        if stolen > 0.01:
            self._warn(f"{group}: the hypervisor took {stolen:.1%} of the time")

    def _warn(self, text):
        self._warnings.append(f"warning: {text}")
        print(f"bench: warning: {text}", file=sys.stderr)

    def warnings(self):
        return self._warnings

    def description(self):
        """The machine and the versions of what was measured against, a line each."""
        cpuinfo = pathlib.Path("/proc/cpuinfo").read_text()
        model = next((line.split(": ", 1)[1] for line in cpuinfo.splitlines() if line.startswith("model name")), "?")
        runc = subprocess.run(["runc", "--version"], capture_output=True, text=True, check=False).stdout.split("\n")[0]
        load = " ".join(f"{value:.2f}" for value in self.load)
        return [
            f"machine: {os.cpu_count()} × {model}, Linux {platform.release()}",
            f"versions: python {platform.python_version()}, {runc}",
            f"before the start: {self.idle:.0%} idle, load average {load}",
        ]
