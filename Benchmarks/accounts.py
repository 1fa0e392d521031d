"""Many users with a keypair and sessions each, written into a manager's database while no manager has it open."""

import contextlib
import secrets
import sqlite3
import time
import uuid


def add(database, count, sessions=0, tenants=0):
    """Adds users to the group and policy that the stack began with; their (access key, secret key) pairs.

    Each has `sessions` sessions that have ended. Beside them come `tenants` users of as many groups of their own, with a
    keypair and a session each, whose keypairs are not returned.
    """
    with contextlib.closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("PRAGMA foreign_keys = ON")
        writer = Writer(connection)
        pairs = [writer.user(f"bench{number:05}", writer.group, sessions) for number in range(count)]
        for number in range(tenants):
            writer.user(f"tenant{number:05}", writer.new_group(f"tenant{number:05}"), 1)
    return pairs


class Writer:
    """Writes rows like those that the manager writes."""

    def __init__(self, connection):
        self.connection = connection
        self.now = int(time.time() * 1_000_000)
        self.group, self.domain = connection.execute("SELECT id, domain_name FROM groups LIMIT 1").fetchone()
        self.policy = connection.execute("SELECT name FROM keypair_resource_policies LIMIT 1").fetchone()[0]
        self.count = 0

    def insert(self, table, **values):
        marks = ", ".join("?" * len(values))
        self.connection.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", list(values.values()))

    def new_group(self, name):
        group = str(uuid.uuid4())
        self.insert("groups", id=group, name=name, domain_name=self.domain, is_active=1, created_at=self.now)
        return group

    def user(self, name, group, sessions):
        """Adds a user with a keypair; the pair."""
        user = str(uuid.uuid4())
        self.count += 1
        pair = (f"AKIABENCH{self.count:011}", secrets.token_urlsafe(30))
        self.insert(
            "users", id=user, username=name, email=f"{name}@localhost", full_name=name, role="user", status="active",
            domain_name=self.domain, created_at=self.now, main_access_key=pair[0])
        self.insert("group_members", group_id=group, user_id=user)
        self.insert(
            "keypairs", access_key=pair[0], secret_key=pair[1], user_id=user, is_active=1, is_admin=0,
            resource_policy=self.policy, rate_limit=10_000_000, created_at=self.now)
        for number in range(sessions):
            self.session(f"session-{number}", pair[0], user, group)
        return pair

    def session(self, name, access_key, user, group):
        """Adds a session that has ended, with its kernel."""
        session, kernel = str(uuid.uuid4()), str(uuid.uuid4())
        self.insert(
            "sessions", id=session, name=name, access_key=access_key, user_id=user, group_id=group,
            domain_name=self.domain, scaling_group="default", session_type="interactive", cluster_mode="single-node",
            cluster_size=1, image="python", architecture="x86_64", requested_slots='{"cpu":"1","mem":"1073741824"}',
            shared_memory=67108864, environ="{}", main_kernel=kernel, status="TERMINATED", status_info="user-requested",
            result="success", num_queries=1, enqueued_at=self.now, created_at=self.now, status_changed=self.now,
            terminated_at=self.now)
        self.insert(
            "kernels", id=kernel, session_id=session, cluster_role="main", cluster_idx=1, cluster_hostname="main1",
            status="TERMINATED", status_changed=self.now, exit_code=0, created_at=self.now, terminated_at=self.now)


def write(path, pairs):
    """Writes the file that the load program reads: a pair a line, for its owner alone."""
    path.touch(mode=0o600)
    path.write_text("".join(f"{access_key} {secret_key}\n" for access_key, secret_key in pairs))
    return str(path)
