"""Runs commands of the official client one after another, importing it once.

The first line printed is the list of all commands that the client has. Then comes an order on each line read,
{"arguments", "environment", "directory", "input", "until"}, and its result on each line printed, {"status", "output", "error"}.
A command that does not end by itself is interrupted when it has printed what `until` says.

The client's `ssh` and `scp` run its own `app` beside them, interrupt it at the end, and wait; sometimes it does not notice.
A command that has nothing but such a child is helped along by another interrupt, after a time.
"""

import importlib
import json
import os
import pkgutil
import signal
import sys
import tempfile
import time
import traceback

import ai.backend.client.func
import click
from ai.backend.cli.__main__ import main

LIMIT = 60
NUDGE = 10


def commands(command, path):
    """The paths of the commands below one, groups left out."""
    if not isinstance(command, click.Group):
        return [" ".join(path)]
    return [leaf for name, below in command.commands.items() for leaf in commands(below, [*path, name])]


def perform(order):
    """Is the client, in a process of its own; never returns."""
    os.setsid()
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    os.environ.clear()
    os.environ.update(order["environment"])
    os.chdir(order["directory"])
    sys.stdout.reconfigure(line_buffering=True)
    sys.argv = ["backend.ai", *order["arguments"]]
    status = 1
    try:
        main()
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def nudge(parent):
    """Interrupts the one child of a command, if that is the client itself."""
    with open(f"/proc/{parent}/task/{parent}/children") as file:
        children = file.read().split()
    if len(children) == 1:
        with open(f"/proc/{children[0]}/cmdline") as file:
            if "ai.backend.cli" in file.read():
                os.kill(int(children[0]), signal.SIGINT)


def run(order):
    """Starts the client, and waits for its end."""
    streams = [tempfile.TemporaryFile() for _ in range(3)]
    streams[0].write(order["input"].encode())
    streams[0].seek(0)
    child = os.fork()
    if child == 0:
        for number, stream in enumerate(streams):
            os.dup2(stream.fileno(), number)
        perform(order)
    start = time.monotonic()
    nudged = start + NUDGE
    interrupted = False
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            break
        printed = b"".join(os.pread(stream.fileno(), 1 << 20, 0) for stream in streams[1:])
        if time.monotonic() - start > LIMIT:
            os.killpg(child, signal.SIGKILL)
        elif time.monotonic() > nudged:
            nudged += 1
            nudge(child)
        elif order["until"] and not interrupted and order["until"].encode() in printed:
            os.killpg(child, signal.SIGINT)
            interrupted = True
        time.sleep(0.005)
    printed = [os.pread(stream.fileno(), 1 << 24, 0).decode(errors="replace") for stream in streams[1:]]
    code = os.waitstatus_to_exitcode(status)
    return {"status": code if code >= 0 else 128 - code, "output": printed[0], "error": printed[1]}


def preload():
    """Imports what commands import for themselves when they run."""
    names = [f"func.{module.name}" for module in pkgutil.iter_modules(ai.backend.client.func.__path__)]
    for name in [*names, "cli.announcement", "cli.pagination", "output.console", "output.json"]:
        importlib.import_module(f"ai.backend.client.{name}")


def tell(value):
    print(json.dumps(value), flush=True)


if __name__ == "__main__":
    preload()
    tell(commands(main, []))
    for line in sys.stdin:
        tell(run(json.loads(line)))
