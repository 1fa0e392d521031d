"""Timing of whole commands."""

import dataclasses
import os
import subprocess
import time


@dataclasses.dataclass
class Sample:
    """How long a command took, and how much of a processor the command alone used, in milliseconds."""

    wall: float
    cpu: float


def timed(arguments, environment, expected="1\n"):
    """Runs a command to its end, and insists on what it prints.

    CPU time is that of the process and of children that it has waited for; the client has none.
    """
    # Pipes are closed on exec but for their copies as 1 and 2; they hold 64 KiB, more than is printed.
    pipes = [os.pipe(), os.pipe()]
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0),
        (os.POSIX_SPAWN_DUP2, pipes[0][1], 1), (os.POSIX_SPAWN_DUP2, pipes[1][1], 2),
    ]
    began = time.perf_counter()
    pid = os.posix_spawn(arguments[0], arguments, environment, file_actions=actions)
    _, status, usage = os.wait4(pid, 0)
    ended = time.perf_counter()
    output, errors = [drained(*pipe) for pipe in pipes]
    code = os.waitstatus_to_exitcode(status)
    if code or (expected is not None and output != expected):
        raise RuntimeError(f"`{' '.join(arguments)}` ended with {code} and printed {output!r} {errors!r}")
    return Sample(wall=(ended - began) * 1000, cpu=(usage.ru_utime + usage.ru_stime) * 1000)


def first_byte(arguments, environment, expected="1\n"):
    """Milliseconds from the start of a command to the first byte that it prints; `expected` is all that it prints."""
    began = time.perf_counter()
    with subprocess.Popen(arguments, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as command:
        output = os.read(command.stdout.fileno(), 1)
        took = (time.perf_counter() - began) * 1000
        output += command.stdout.read()
    if command.returncode or (expected is not None and output.decode() != expected):
        raise RuntimeError(f"`{' '.join(arguments)}` ended with {command.returncode} and printed {output!r}")
    return took


def drained(reading, writing):
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        return pipe.read().decode()


def interleaved(rounds, count, measurements):
    """Takes each measurement in turn, `count` times a round; the samples of each name, a list a round.

    The order changes from turn to turn, so that none always follows the same other.
    """
    samples = {name: [] for name in measurements}
    names = list(measurements)
    for _ in range(rounds):
        for name in names:
            samples[name].append([])
        for turn in range(count):
            shift = turn % len(names)
            for name in names[shift:] + names[:shift]:
                samples[name][-1].append(measurements[name]())
    return samples


def walls(rounds):
    return [[sample.wall for sample in part] for part in rounds]


def cpus(rounds):
    return [[sample.cpu for sample in part] for part in rounds]
