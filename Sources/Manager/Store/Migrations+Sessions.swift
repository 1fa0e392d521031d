extension Migrations {
    /// What sessions wait for, who is told of them, how often their kernels have begun, and tasks in the background.
    static let dependencies = [
        "ALTER TABLE sessions ADD COLUMN starts_at BIGINT",
        "ALTER TABLE sessions ADD COLUMN callback_url TEXT",
        "ALTER TABLE kernels ADD COLUMN generation BIGINT NOT NULL DEFAULT 0",
        """
        CREATE TABLE session_dependencies (
            session_id TEXT NOT NULL REFERENCES sessions (id), depends_on TEXT NOT NULL REFERENCES sessions (id),
            PRIMARY KEY (session_id, depends_on))
        """,
        "CREATE INDEX session_dependencies_backwards ON session_dependencies (depends_on)",
        """
        CREATE TABLE callbacks (
            id INTEGER PRIMARY KEY, session_id TEXT NOT NULL REFERENCES sessions (id), url TEXT NOT NULL,
            event TEXT NOT NULL, happened_at BIGINT NOT NULL, attempts BIGINT NOT NULL, due_at BIGINT NOT NULL)
        """,
        "CREATE INDEX callbacks_by_session ON callbacks (session_id, id)",
        """
        CREATE TABLE background_tasks (
            id TEXT PRIMARY KEY, name TEXT NOT NULL, access_key TEXT NOT NULL, domain_name TEXT NOT NULL,
            status TEXT NOT NULL, message TEXT NOT NULL, current_progress BIGINT NOT NULL,
            total_progress BIGINT NOT NULL, started_at BIGINT NOT NULL, ended_at BIGINT)
        """,
        "CREATE INDEX background_tasks_ended ON background_tasks (ended_at)",
    ]
    /// What the scheduler goes by beside what is asked for.
    static let scheduling = [
        "ALTER TABLE sessions ADD COLUMN priority BIGINT NOT NULL DEFAULT 10",
        "ALTER TABLE sessions ADD COLUMN time_limit BIGINT",
        "ALTER TABLE sessions ADD COLUMN is_preemptible SMALLINT NOT NULL DEFAULT 0",
    ]
    /// What agents consist of; null for one that tells totals alone.
    static let devices = ["ALTER TABLE agents ADD COLUMN devices TEXT"]
    /// Which sessions idle checks leave alone.
    static let idleness = ["ALTER TABLE sessions ADD COLUMN is_idle_exempt SMALLINT NOT NULL DEFAULT 0"]
    /// Why sessions have waited: one row for each reason that a session has been told.
    static let waits = [
        """
        CREATE TABLE session_waits (
            session_id TEXT NOT NULL REFERENCES sessions (id), reason TEXT NOT NULL, sentence TEXT NOT NULL,
            first_at BIGINT NOT NULL, last_at BIGINT NOT NULL, attempts BIGINT NOT NULL,
            PRIMARY KEY (session_id, sentence))
        """
    ]
    /// Since when agents have not answered.
    static let silence = [
        "ALTER TABLE agents ADD COLUMN silent_since BIGINT",
        "UPDATE agents SET lost_at = status_changed WHERE status = 'LOST'",
    ]
    /// What fair share sums.
    static let usage = ["CREATE INDEX allocations_freed ON allocations (freed_at) WHERE freed_at IS NOT NULL"]
    /// Which sessions wait again after another one has taken their place, and the kernels that they had before.
    static let requeues = [
        "ALTER TABLE sessions ADD COLUMN waits_again SMALLINT NOT NULL DEFAULT 0",
        "ALTER TABLE kernels ADD COLUMN is_past SMALLINT NOT NULL DEFAULT 0",
    ]
    /// Kernels' places in their sessions, what those are made of that are not as their sessions say (JSON texts), and what
    /// sessions of several kernels ask for in all.
    static let clusters = [
        "ALTER TABLE kernels ADD COLUMN local_rank BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE kernels ADD COLUMN shape TEXT",
        "ALTER TABLE sessions ADD COLUMN total_slots TEXT",
    ]
    /// What lists of sessions are made by, and what a removal of their owners looks up.
    static let owners = [
        "CREATE INDEX sessions_by_keypair ON sessions (access_key, created_at)",
        "CREATE INDEX sessions_by_user ON sessions (user_id)",
        "CREATE INDEX sessions_by_group ON sessions (group_id, created_at)",
        "CREATE INDEX sessions_by_domain ON sessions (domain_name, created_at)",
        "CREATE INDEX sessions_by_time ON sessions (created_at)",
    ]
}
