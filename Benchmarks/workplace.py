"""Where a benchmark works: a directory of its own, the programs, and local stacks that leave nothing behind."""

import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

PYTHON = "/usr/bin/python3"
# More than the machine has, on purpose: a hundred sessions at once hardly do anything.
SLOTS = "cpu=400,mem=400g"


class Workplace:
    """A temporary directory with everything that is made during a run."""

    def __init__(self, programs, is_quick):
        self.programs = programs
        self.is_quick = is_quick
        self.client = str(programs / "backend.ai")

    def __enter__(self):
        for name in ["backend.ai", "backend.ai-manager", "backend.ai-agent"]:
            if not (self.programs / name).exists():
                sys.exit(f"bench.py: `{self.programs / name}` is missing\nhint: make release")
        # Short, because unix sockets lie below it.
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="bai-bench-", dir="/tmp"))
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.directory, ignore_errors=True)

    def some(self, count):
        """`count` samples, or a few when it is only to be seen whether all works."""
        return max(2, count // 10) if self.is_quick else count


class Stack:
    """A local stack with its own state directory and a free port, deleted at the end of the `with`."""

    _count = 0

    def __init__(self, place):
        Stack._count += 1
        self.place = place
        self.state = place.directory / f"s{Stack._count}"
        # All that a command needs; a user's variables must not change what is measured.
        self.environment = {
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LANG": "C.UTF-8",
            "BACKENDAI_STATE_DIR": str(self.state),
        }

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        result = self._command("local", "delete", "--yes")
        if result.returncode:
            print(f"bench: warning: `local delete` failed: {result.stderr.strip()}", file=sys.stderr)

    def start(self):
        self.run("local", "start", "--port", "0", "--agent-slots", SLOTS)

    def stop_daemons(self):
        """Ends manager and agent; with no session there is nothing to lose."""
        self.run("local", "stop")

    def _command(self, *arguments):
        return subprocess.run(
            [self.place.client, *arguments], env=self.environment, cwd="/", stdin=subprocess.DEVNULL,
            capture_output=True, text=True, check=False)

    def run(self, *arguments):
        """What a command prints; a failure ends the benchmark."""
        result = self._command(*arguments)
        if result.returncode:
            raise RuntimeError(f"`backend.ai {' '.join(arguments)}` ended with {result.returncode}: {result.stderr}")
        return result.stdout

    @property
    def port(self):
        return int((self.state / "port").read_text())

    @property
    def database(self):
        return self.state / "manager.sqlite"

    def keypair(self):
        return (self.state / "keypair").read_text().split()

    def pid(self, daemon):
        return int((self.state / f"{daemon}.pid").read_text())

    def kernels(self):
        """The directories of the kernels that exist."""
        directory = self.state / "kernels"
        return sorted(directory.iterdir()) if directory.exists() else []

    def settle(self, kernels, patience=30):
        """Waits until only `kernels` kernels are left and what follows an end is done, so that samples do not overlap.

        What is left after the last directory is gone (a row of the database, a new scratch in the pool) takes some
        milliseconds; 40 ms are ample.
        """
        deadline = time.monotonic() + patience
        while len(self.kernels()) > kernels:
            if time.monotonic() > deadline:
                raise RuntimeError(f"more than {kernels} kernels are left in {self.state}")
            time.sleep(0.002)
        time.sleep(0.04)


def compile_c(place, source):
    """Compiles a program of this directory against libcrypto; its path."""
    compiler = next(filter(None, map(shutil.which, ["clang", "cc"])), None)
    if not compiler:
        raise RuntimeError("no C compiler is on PATH")
    program = place.directory / source.removesuffix(".c")
    path = pathlib.Path(__file__).with_name(source)
    subprocess.run([compiler, "-O2", "-Wall", "-Wextra", "-o", program, path, "-lcrypto"], check=True)
    return str(program)
