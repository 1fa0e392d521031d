/// The steps from an empty database to the present one.
///
/// A step that has been released is never changed.
///
/// The SQL keeps to what SQLite and PostgreSQL share: times are whole microseconds since 1970, amounts whole
/// thousandths, flags 0 or 1, lists and maps JSON texts.
enum Migrations {
    /// The version that the last step leads to.
    static var latest: Int { steps.count }

    /// Brings the database up to date.
    ///
    /// - Throws: ``StoreError/newerVersion(path:found:known:)`` when it is ahead of this program.
    static func run(on connection: SQLiteConnection, path: String) throws(StoreError) {
        try connection.transaction { () throws(StoreError) in
            try connection.execute("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL)")
            let found = Int(
                try connection.query("SELECT max(version) AS version FROM schema_version").first?.integer("version")
                    ?? 0)
            guard found <= latest else { throw .newerVersion(path: path, found: found, known: latest) }
            for version in found..<latest {
                for statement in steps[version] { try connection.execute(statement) }
                try connection.run("INSERT INTO schema_version (version) VALUES (?)", [.integer(Int64(version + 1))])
            }
        }
    }

    private static let steps: [[String]] = [
        tenancy + sessions, runs, services, accounts, settings, dependencies, logins, owners, scheduling,
        devices, idleness, waits, silence, usage, requeues, clusters,
    ]

    private static let tenancy = [
        """
        CREATE TABLE domains (
            name TEXT PRIMARY KEY, is_active SMALLINT NOT NULL, created_at BIGINT NOT NULL)
        """,
        """
        CREATE TABLE groups (
            id TEXT PRIMARY KEY, name TEXT NOT NULL, domain_name TEXT NOT NULL REFERENCES domains (name),
            is_active SMALLINT NOT NULL, created_at BIGINT NOT NULL, UNIQUE (domain_name, name))
        """,
        """
        CREATE TABLE users (
            id TEXT PRIMARY KEY, username TEXT NOT NULL UNIQUE, email TEXT NOT NULL UNIQUE, full_name TEXT NOT NULL,
            role TEXT NOT NULL, status TEXT NOT NULL, domain_name TEXT NOT NULL REFERENCES domains (name),
            created_at BIGINT NOT NULL)
        """,
        """
        CREATE TABLE group_members (
            group_id TEXT NOT NULL REFERENCES groups (id), user_id TEXT NOT NULL REFERENCES users (id),
            PRIMARY KEY (group_id, user_id))
        """,
        """
        CREATE TABLE keypair_resource_policies (
            name TEXT PRIMARY KEY, max_concurrent_sessions BIGINT NOT NULL, max_containers_per_session BIGINT NOT NULL,
            total_resource_slots TEXT NOT NULL, idle_timeout BIGINT NOT NULL, max_session_lifetime BIGINT NOT NULL,
            created_at BIGINT NOT NULL)
        """,
        """
        CREATE TABLE keypairs (
            access_key TEXT PRIMARY KEY, secret_key TEXT NOT NULL, user_id TEXT NOT NULL REFERENCES users (id),
            is_active SMALLINT NOT NULL, is_admin SMALLINT NOT NULL,
            resource_policy TEXT NOT NULL REFERENCES keypair_resource_policies (name),
            rate_limit BIGINT NOT NULL, created_at BIGINT NOT NULL)
        """,
    ]

    private static let sessions = [
        """
        CREATE TABLE agents (
            id TEXT PRIMARY KEY, status TEXT NOT NULL, status_changed BIGINT NOT NULL, scaling_group TEXT NOT NULL,
            architecture TEXT NOT NULL, version TEXT NOT NULL, available_slots TEXT NOT NULL, first_contact BIGINT NOT NULL)
        """,
        """
        CREATE TABLE sessions (
            id TEXT PRIMARY KEY, name TEXT NOT NULL, access_key TEXT NOT NULL REFERENCES keypairs (access_key),
            user_id TEXT NOT NULL REFERENCES users (id), group_id TEXT NOT NULL REFERENCES groups (id),
            domain_name TEXT NOT NULL, scaling_group TEXT NOT NULL, session_type TEXT NOT NULL, cluster_mode TEXT NOT NULL,
            cluster_size BIGINT NOT NULL, image TEXT NOT NULL, architecture TEXT NOT NULL, requested_slots TEXT NOT NULL,
            shared_memory BIGINT NOT NULL, environ TEXT NOT NULL, tag TEXT, bootstrap_script TEXT, startup_command TEXT,
            main_kernel TEXT NOT NULL, status TEXT NOT NULL, status_info TEXT, status_detail TEXT, result TEXT NOT NULL,
            num_queries BIGINT NOT NULL, enqueued_at BIGINT NOT NULL, created_at BIGINT NOT NULL,
            status_changed BIGINT NOT NULL, terminated_at BIGINT)
        """,
        """
        CREATE UNIQUE INDEX sessions_living_names ON sessions (access_key, name)
            WHERE status NOT IN ('TERMINATED', 'CANCELLED')
        """,
        "CREATE INDEX sessions_by_status ON sessions (status, enqueued_at)",
        """
        CREATE TABLE kernels (
            id TEXT PRIMARY KEY, session_id TEXT NOT NULL REFERENCES sessions (id), cluster_role TEXT NOT NULL,
            cluster_idx BIGINT NOT NULL, cluster_hostname TEXT NOT NULL, agent TEXT, container_id TEXT,
            status TEXT NOT NULL, status_info TEXT, status_changed BIGINT NOT NULL, exit_code BIGINT, last_stat TEXT,
            created_at BIGINT NOT NULL, terminated_at BIGINT)
        """,
        "CREATE INDEX kernels_by_session ON kernels (session_id)",
        "CREATE INDEX kernels_by_agent ON kernels (agent, status)",
        """
        CREATE TABLE allocations (
            kernel_id TEXT NOT NULL REFERENCES kernels (id), agent TEXT NOT NULL, slot TEXT NOT NULL, device TEXT NOT NULL,
            amount BIGINT NOT NULL, used_at BIGINT NOT NULL, freed_at BIGINT, PRIMARY KEY (kernel_id, slot, device))
        """,
        "CREATE INDEX allocations_held ON allocations (agent, slot) WHERE freed_at IS NULL",
        """
        CREATE TABLE status_history (
            id INTEGER PRIMARY KEY, session_id TEXT NOT NULL REFERENCES sessions (id), kernel_id TEXT,
            from_status TEXT, to_status TEXT NOT NULL, reason TEXT, changed_at BIGINT NOT NULL)
        """,
        "CREATE INDEX status_history_by_session ON status_history (session_id, id)",
    ]

    private static let runs = [
        "ALTER TABLE sessions ADD COLUMN ends_with_run SMALLINT NOT NULL DEFAULT 0"
    ]

    private static let services = [
        "ALTER TABLE sessions ADD COLUMN preopen_ports TEXT NOT NULL DEFAULT '[]'"
    ]
}
