extension Migrations {
    /// Everything that administrators manage.
    static let accounts =
        domainColumns + groupColumns + userColumns + keypairColumns + policies + scalingGroups + images + audit

    private static let domainColumns = [
        "ALTER TABLE domains ADD COLUMN description TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE domains ADD COLUMN modified_at BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE domains ADD COLUMN total_resource_slots TEXT NOT NULL DEFAULT '{}'",
        "ALTER TABLE domains ADD COLUMN allowed_vfolder_hosts TEXT NOT NULL DEFAULT '{}'",
        "ALTER TABLE domains ADD COLUMN allowed_docker_registries TEXT NOT NULL DEFAULT '[]'",
        "ALTER TABLE domains ADD COLUMN integration_id TEXT",
        "UPDATE domains SET modified_at = created_at",
    ]

    private static let groupColumns = [
        "ALTER TABLE groups ADD COLUMN description TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE groups ADD COLUMN modified_at BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE groups ADD COLUMN total_resource_slots TEXT NOT NULL DEFAULT '{}'",
        "ALTER TABLE groups ADD COLUMN allowed_vfolder_hosts TEXT NOT NULL DEFAULT '{}'",
        "ALTER TABLE groups ADD COLUMN integration_id TEXT",
        "ALTER TABLE groups ADD COLUMN resource_policy TEXT NOT NULL DEFAULT 'default'",
        "UPDATE groups SET modified_at = created_at",
        "CREATE INDEX group_members_by_user ON group_members (user_id)",
    ]

    private static let userColumns = [
        "ALTER TABLE users ADD COLUMN description TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE users ADD COLUMN modified_at BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE users ADD COLUMN status_info TEXT DEFAULT 'admin-requested'",
        "ALTER TABLE users ADD COLUMN need_password_change SMALLINT NOT NULL DEFAULT 0",
        "ALTER TABLE users ADD COLUMN password TEXT",
        "ALTER TABLE users ADD COLUMN password_changed_at BIGINT",
        "ALTER TABLE users ADD COLUMN allowed_client_ip TEXT",
        "ALTER TABLE users ADD COLUMN resource_policy TEXT NOT NULL DEFAULT 'default'",
        "ALTER TABLE users ADD COLUMN sudo_session_enabled SMALLINT NOT NULL DEFAULT 0",
        "ALTER TABLE users ADD COLUMN totp_activated SMALLINT NOT NULL DEFAULT 0",
        "ALTER TABLE users ADD COLUMN totp_activated_at BIGINT",
        "ALTER TABLE users ADD COLUMN main_access_key TEXT",
        "UPDATE users SET modified_at = created_at",
        "UPDATE users SET main_access_key = (SELECT min(access_key) FROM keypairs WHERE keypairs.user_id = users.id)",
        "CREATE INDEX users_by_domain ON users (domain_name)",
    ]

    private static let keypairColumns = [
        "ALTER TABLE keypairs ADD COLUMN modified_at BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE keypairs ADD COLUMN last_used BIGINT",
        "ALTER TABLE keypairs ADD COLUMN num_queries BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE keypairs ADD COLUMN ssh_public_key TEXT",
        "ALTER TABLE keypairs ADD COLUMN ssh_private_key TEXT",
        "ALTER TABLE keypairs ADD COLUMN bootstrap_script TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE keypairs ADD COLUMN signature_policy TEXT NOT NULL DEFAULT 'legacy'",
        "UPDATE keypairs SET modified_at = created_at",
        "CREATE INDEX keypairs_by_user ON keypairs (user_id)",
    ]

    private static let policies = [
        "ALTER TABLE keypair_resource_policies ADD COLUMN default_for_unspecified TEXT NOT NULL DEFAULT 'UNLIMITED'",
        "ALTER TABLE keypair_resource_policies ADD COLUMN max_concurrent_sftp_sessions BIGINT NOT NULL DEFAULT 1",
        "ALTER TABLE keypair_resource_policies ADD COLUMN allowed_vfolder_hosts TEXT NOT NULL DEFAULT '{}'",
        "ALTER TABLE keypair_resource_policies ADD COLUMN max_vfolder_count BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE keypair_resource_policies ADD COLUMN max_vfolder_size BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE keypair_resource_policies ADD COLUMN max_quota_scope_size BIGINT",
        """
        CREATE TABLE user_resource_policies (
            name TEXT PRIMARY KEY, created_at BIGINT NOT NULL, max_vfolder_count BIGINT, max_quota_scope_size BIGINT,
            max_session_count_per_model_session BIGINT)
        """,
        """
        CREATE TABLE project_resource_policies (
            name TEXT PRIMARY KEY, created_at BIGINT NOT NULL, max_vfolder_count BIGINT, max_quota_scope_size BIGINT)
        """,
        """
        INSERT INTO user_resource_policies (name, created_at, max_vfolder_count, max_quota_scope_size,
            max_session_count_per_model_session) VALUES ('default', 0, 10, -1, 10)
        """,
        """
        INSERT INTO project_resource_policies (name, created_at, max_vfolder_count, max_quota_scope_size)
        VALUES ('default', 0, 10, -1)
        """,
        """
        CREATE TABLE resource_presets (
            name TEXT PRIMARY KEY, resource_slots TEXT NOT NULL, shared_memory BIGINT, created_at BIGINT NOT NULL)
        """,
    ]

    private static let scalingGroups = [
        """
        CREATE TABLE scaling_groups (
            name TEXT PRIMARY KEY, description TEXT NOT NULL, is_active SMALLINT NOT NULL, is_public SMALLINT NOT NULL,
            created_at BIGINT NOT NULL, wsproxy_addr TEXT, wsproxy_api_token TEXT, driver TEXT NOT NULL,
            driver_opts TEXT NOT NULL, scheduler TEXT NOT NULL, scheduler_opts TEXT NOT NULL,
            use_host_network SMALLINT NOT NULL)
        """,
        """
        INSERT INTO scaling_groups (name, description, is_active, is_public, created_at, driver, driver_opts, scheduler,
            scheduler_opts, use_host_network)
        VALUES ('default', 'The default agent scaling group', 1, 1, 0, 'static', '{}', 'fifo', '{}', 0)
        """,
        """
        CREATE TABLE scaling_groups_for_domains (
            scaling_group TEXT NOT NULL REFERENCES scaling_groups (name) ON UPDATE CASCADE ON DELETE CASCADE,
            domain TEXT NOT NULL REFERENCES domains (name) ON UPDATE CASCADE ON DELETE CASCADE,
            PRIMARY KEY (scaling_group, domain))
        """,
        """
        CREATE TABLE scaling_groups_for_groups (
            scaling_group TEXT NOT NULL REFERENCES scaling_groups (name) ON UPDATE CASCADE ON DELETE CASCADE,
            group_id TEXT NOT NULL REFERENCES groups (id) ON DELETE CASCADE, PRIMARY KEY (scaling_group, group_id))
        """,
        """
        CREATE TABLE scaling_groups_for_keypairs (
            scaling_group TEXT NOT NULL REFERENCES scaling_groups (name) ON UPDATE CASCADE ON DELETE CASCADE,
            access_key TEXT NOT NULL REFERENCES keypairs (access_key) ON DELETE CASCADE,
            PRIMARY KEY (scaling_group, access_key))
        """,
        "INSERT INTO scaling_groups_for_domains (scaling_group, domain) SELECT 'default', name FROM domains",
        "ALTER TABLE agents ADD COLUMN schedulable SMALLINT NOT NULL DEFAULT 1",
        "ALTER TABLE agents ADD COLUMN lost_at BIGINT",
        "ALTER TABLE agents ADD COLUMN region TEXT NOT NULL DEFAULT 'local'",
    ]

    private static let images = [
        """
        CREATE TABLE image_aliases (
            alias TEXT PRIMARY KEY, image TEXT NOT NULL, architecture TEXT NOT NULL, created_at BIGINT NOT NULL)
        """,
        """
        CREATE TABLE image_settings (
            image TEXT NOT NULL, architecture TEXT NOT NULL, is_forgotten SMALLINT NOT NULL, resource_limits TEXT NOT NULL,
            labels TEXT NOT NULL, PRIMARY KEY (image, architecture))
        """,
        """
        CREATE TABLE container_registries (
            hostname TEXT PRIMARY KEY, url TEXT NOT NULL, type TEXT NOT NULL, project TEXT, username TEXT, password TEXT,
            ssl_verify SMALLINT, created_at BIGINT NOT NULL)
        """,
    ]

    private static let audit = [
        """
        CREATE TABLE audit_log (
            id INTEGER PRIMARY KEY, created_at BIGINT NOT NULL, user_id TEXT NOT NULL, user_email TEXT NOT NULL,
            access_key TEXT NOT NULL, domain_name TEXT NOT NULL, action TEXT NOT NULL, entity_type TEXT NOT NULL,
            entity_id TEXT NOT NULL, before TEXT, after TEXT, request_id TEXT)
        """,
        "CREATE INDEX audit_log_by_entity ON audit_log (entity_type, entity_id)",
    ]
}
