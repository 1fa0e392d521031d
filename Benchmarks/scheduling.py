"""How long a session waits for its place, by the manager's own history.

The time is taken from the database: a session's row of PENDING is written in the transaction that enqueues it, that of
SCHEDULED in the one that places it. Each time is read at the start of its transaction, so the difference has the first
commit in it and not the second; PREPARING is written after both are on disk and bounds the whole.
"""

import contextlib
import os
import sqlite3
import time

from workplace import Stack

TRANSITIONS = """
    SELECT session_id, min(CASE WHEN to_status = 'PENDING' THEN changed_at END),
        min(CASE WHEN to_status = 'SCHEDULED' THEN changed_at END),
        min(CASE WHEN to_status = 'PREPARING' THEN changed_at END)
    FROM status_history WHERE kernel_id IS NULL GROUP BY session_id ORDER BY min(id)
"""


def measure(place, report):
    rounds = [[], [], []]
    commits = [[], [], []]
    count = place.some(30)
    with Stack(place) as stack, contextlib.closing(own_database(place.directory)) as own:
        for number in range(3):
            for _ in range(count):
                stack.run("run", "-c", "pass", "python")
                stack.settle(kernels=0)
                commits[number].append(two_commits(own))
            with contextlib.closing(sqlite3.connect(f"file:{stack.database}?mode=ro", uri=True)) as database:
                rounds[number] = database.execute(TRANSITIONS).fetchall()[-count:]
    placed = [[(row[2] - row[1]) / 1000 for row in part] for part in rounds]
    prepared = [[(row[3] - row[1]) / 1000 for row in part] for part in rounds]
    report.add_samples(
        "sched.enqueue_to_place", placed, "ms", baseline=commits, baseline_is="2 commits of SQLite", target=2)
    report.add_samples(
        "sched.enqueue_to_prepare", prepared, "ms", baseline=commits, baseline_is="2 commits of SQLite")


def own_database(directory):
    """A database set up as the manager's, on the same file system."""
    database = sqlite3.connect(directory / "commits.sqlite", isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("CREATE TABLE rows (id INTEGER PRIMARY KEY, text TEXT)")
    return database


def two_commits(database):
    """Milliseconds of two transactions of one row each, which are on disk when they end."""
    began = time.perf_counter()
    for _ in range(2):
        database.execute("INSERT INTO rows (text) VALUES (?)", [os.urandom(16).hex()])
    return (time.perf_counter() - began) * 1000
