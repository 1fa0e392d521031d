"""Many users with a keypair each, written into a manager's database while no manager has it open."""

import contextlib
import secrets
import sqlite3
import time
import uuid


def add(database, count):
    """Adds users to the group and policy that the stack began with; their (access key, secret key) pairs."""
    now = int(time.time() * 1_000_000)
    pairs = []
    with contextlib.closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("PRAGMA foreign_keys = ON")
        group, domain = connection.execute("SELECT id, domain_name FROM groups LIMIT 1").fetchone()
        policy = connection.execute("SELECT name FROM keypair_resource_policies LIMIT 1").fetchone()[0]
        for number in range(count):
            user, name = str(uuid.uuid4()), f"bench{number:04}"
            pair = (f"AKIABENCH{number:011}", secrets.token_urlsafe(30))
            connection.execute(
                "INSERT INTO users (id, username, email, full_name, role, status, domain_name, created_at)"
                " VALUES (?, ?, ?, ?, 'user', 'active', ?, ?)",
                (user, name, f"{name}@localhost", name, domain, now))
            connection.execute("INSERT INTO group_members (group_id, user_id) VALUES (?, ?)", (group, user))
            connection.execute(
                "INSERT INTO keypairs (access_key, secret_key, user_id, is_active, is_admin, resource_policy,"
                " rate_limit, created_at) VALUES (?, ?, ?, 1, 0, ?, 30000, ?)",
                (*pair, user, policy, now))
            pairs.append(pair)
    return pairs


def write(path, pairs):
    """Writes the file that the load program reads: a pair a line, for its owner alone."""
    path.touch(mode=0o600)
    path.write_text("".join(f"{access_key} {secret_key}\n" for access_key, secret_key in pairs))
    return str(path)
