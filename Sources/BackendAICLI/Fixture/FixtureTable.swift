import Core

/// A table of a fixture file that can be posted through the manager's API, in the order in which they must be.
enum FixtureTable: String, CaseIterable {
    case keypairPolicies = "keypair_resource_policies"
    case userPolicies = "user_resource_policies"
    case projectPolicies = "project_resource_policies"
    case domains
    case scalingGroups = "scaling_groups"
    case domainScalingGroups = "sgroups_for_domains"
    case groups
    case users
    case keypairs
    case presets = "resource_presets"

    /// The table that says which users are in which groups; it takes part in `users`.
    static let memberships = "association_groups_users"

    /// The mutation that makes a row.
    var mutation: String {
        switch self {
        case .keypairPolicies: "create_keypair_resource_policy"
        case .userPolicies: "create_user_resource_policy"
        case .projectPolicies: "create_project_resource_policy"
        case .domains: "create_domain"
        case .scalingGroups: "create_scaling_group"
        case .domainScalingGroups: "associate_scaling_group_with_domain"
        case .groups: "create_group"
        case .users: "create_user"
        case .keypairs: "create_keypair"
        case .presets: "create_resource_preset"
        }
    }

    /// The type of the mutation's `props`; nil where it has none.
    var input: String? {
        switch self {
        case .keypairPolicies: "CreateKeyPairResourcePolicyInput"
        case .userPolicies: "CreateUserResourcePolicyInput"
        case .projectPolicies: "CreateProjectResourcePolicyInput"
        case .domains: "DomainInput"
        case .scalingGroups: "CreateScalingGroupInput"
        case .domainScalingGroups: nil
        case .groups: "GroupInput"
        case .users: "UserInput"
        case .keypairs: "KeyPairInput"
        case .presets: "CreateResourcePresetInput"
        }
    }

    /// The arguments that name the row: of the mutation, and the column of each.
    var arguments: [(name: String, column: String)] {
        switch self {
        case .users: [("email", "email")]
        case .keypairs: [("user_id", "user_id")]
        case .domainScalingGroups: [("scaling_group", "scaling_group"), ("domain", "domain")]
        default: [("name", "name")]
        }
    }

    /// What a made row is asked for.
    var answer: String {
        switch self {
        case .groups: "group { id }"
        case .users: "user { uuid }"
        case .keypairs: "keypair { access_key secret_key }"
        default: ""
        }
    }

    /// The query that finds a row that is there already, by the same names; nil where rows are not looked for.
    var lookup: String? {
        switch self {
        case .keypairPolicies: "keypair_resource_policy(name: $name) { id: name }"
        case .userPolicies: "user_resource_policy(name: $name) { id: name }"
        case .projectPolicies: "project_resource_policy(name: $name) { id: name }"
        case .domains: "domain(name: $name) { id: name }"
        case .scalingGroups: "scaling_group(name: $name) { id: name }"
        case .groups: "groups_by_name(name: $name) { id domain_name }"
        case .users: "user(email: $email) { id: uuid }"
        case .presets: "resource_preset(name: $name) { id: name }"
        case .domainScalingGroups: "scaling_groups_for_domain(domain: $domain) { id: name }"
        case .keypairs: nil
        }
    }

    /// The columns that the API takes.
    var columns: Set<String> {
        switch self {
        case .keypairPolicies:
            [
                "default_for_unspecified", "total_resource_slots", "max_session_lifetime", "max_concurrent_sessions",
                "max_concurrent_sftp_sessions", "max_containers_per_session", "idle_timeout", "allowed_vfolder_hosts",
            ]
        case .userPolicies: ["max_vfolder_count", "max_quota_scope_size", "max_session_count_per_model_session"]
        case .projectPolicies: ["max_vfolder_count", "max_quota_scope_size"]
        case .domains:
            [
                "description", "is_active", "total_resource_slots", "allowed_vfolder_hosts",
                "allowed_docker_registries", "integration_id",
            ]
        case .scalingGroups:
            [
                "description", "is_active", "is_public", "wsproxy_addr", "wsproxy_api_token", "driver", "driver_opts",
                "scheduler", "scheduler_opts", "use_host_network",
            ]
        case .domainScalingGroups: []
        case .groups:
            [
                "description", "is_active", "domain_name", "total_resource_slots", "allowed_vfolder_hosts",
                "integration_id", "resource_policy",
            ]
        case .users:
            [
                "username", "password", "need_password_change", "full_name", "description", "is_active", "status",
                "domain_name", "role", "allowed_client_ip", "totp_activated", "resource_policy",
                "sudo_session_enabled",
            ]
        case .keypairs: ["is_active", "is_admin", "resource_policy", "rate_limit"]
        case .presets: ["resource_slots", "shared_memory"]
        }
    }

    /// The columns whose objects the API takes as texts of JSON.
    static let texts: Set<String> = [
        "total_resource_slots", "allowed_vfolder_hosts", "driver_opts", "scheduler_opts", "resource_slots",
    ]
}
