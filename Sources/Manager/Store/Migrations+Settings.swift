extension Migrations {
    /// What users and administrators set beside accounts: configuration, dotfiles, templates, and the log of errors.
    static let settings = [
        "CREATE TABLE cluster_config (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
        """
        CREATE TABLE dotfiles (
            scope TEXT NOT NULL, owner TEXT NOT NULL, path TEXT NOT NULL, permission TEXT NOT NULL, data TEXT NOT NULL,
            created_at BIGINT NOT NULL, PRIMARY KEY (scope, owner, path))
        """,
        """
        CREATE TABLE session_templates (
            id TEXT PRIMARY KEY, created_at BIGINT NOT NULL, is_active SMALLINT NOT NULL,
            domain_name TEXT NOT NULL REFERENCES domains (name) ON UPDATE CASCADE ON DELETE CASCADE,
            group_id TEXT NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
            user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
            type TEXT NOT NULL, name TEXT NOT NULL, template TEXT NOT NULL)
        """,
        "CREATE INDEX session_templates_by_user ON session_templates (user_id)",
        """
        CREATE TABLE error_logs (
            id TEXT PRIMARY KEY, created_at BIGINT NOT NULL, severity TEXT NOT NULL, source TEXT NOT NULL,
            user_id TEXT REFERENCES users (id) ON DELETE SET NULL, is_read SMALLINT NOT NULL,
            is_cleared SMALLINT NOT NULL, message TEXT NOT NULL, context_lang TEXT NOT NULL, context_env TEXT NOT NULL,
            request_url TEXT, request_status BIGINT, traceback TEXT)
        """,
        "CREATE INDEX error_logs_by_time ON error_logs (created_at)",
        "CREATE INDEX error_logs_by_user ON error_logs (user_id, created_at)",
    ]
    /// The logins of session mode.
    static let logins = [
        """
        CREATE TABLE logins (
            id TEXT PRIMARY KEY,
            access_key TEXT NOT NULL REFERENCES keypairs (access_key) ON UPDATE CASCADE ON DELETE CASCADE,
            created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL)
        """,
        "CREATE INDEX logins_by_keypair ON logins (access_key)",
        "CREATE INDEX logins_by_end ON logins (expires_at)",
    ]
}
