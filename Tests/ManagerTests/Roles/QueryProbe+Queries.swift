import Core
import FoundationEssentials

@testable import Manager

extension QueryProbe {
    /// How every query is asked: one that is missing here fails the walk.
    static let queries: [String: QueryProbe] = tenancy.merging(sessions) { first, _ in first }
        .merging(policies) { first, _ in first }.merging(shared) { first, _ in first }

    private static let page = "limit: 100, offset: 0"

    private static func name(of distance: Distance) -> String {
        [Distance.group: "default", .domain: "unshared", .other: "apart"][distance] ?? ""
    }

    private static func groupName(_ question: RoleQuestion) -> String {
        #""name":"\#(name(of: question.distance))""#
    }

    private static let tenancy: [String: QueryProbe] = [
        "domain": QueryProbe(.read, .domain) { question, _ in
            (#"domain(name: "\#(question.owner.domain)") { name }"#, question.owner.domain)
        },
        "domains": QueryProbe(.list, .domain) { question, _ in ("domains { name }", question.owner.domain) },
        "group": QueryProbe(.read, .group) { question, _ in
            (#"group(id: "\#(question.group)") { id }"#, question.group)
        },
        "groups": QueryProbe(.list, .group) { question, _ in ("groups { id }", question.group) },
        "groups_by_name": QueryProbe(.read, .group) { question, _ in
            let name = name(of: question.distance)
            return (#"groups_by_name(name: "\#(name)") { id }"#, question.group)
        },
        "user": QueryProbe(.read, .user) { question, _ in
            (#"user(email: "\#(question.owner.email)") { uuid }"#, question.owner.user)
        },
        "user_from_uuid": QueryProbe(.read, .user) { question, _ in
            (#"user_from_uuid(user_id: "\#(question.owner.user)") { email }"#, question.owner.email)
        },
        "users": QueryProbe(.list, .user) { question, _ in ("users { email }", "\"\(question.owner.email)\"") },
        "user_list": QueryProbe(.list, .user) { question, _ in
            ("user_list(\(page)) { items { email } }", "\"\(question.owner.email)\"")
        },
        "node": QueryProbe(.read, .user) { question, _ in
            let id = Data("UserNode:\(question.owner.user)".utf8).base64EncodedString()
            return (#"node(id: "\#(id)") { ... on UserNode { email } }"#, question.owner.email)
        },
        "user_node": QueryProbe(.read, .user) { question, _ in
            (#"user_node(id: "\#(question.owner.user)") { email }"#, question.owner.email)
        },
        "user_nodes": QueryProbe(.list, .user) { question, _ in
            ("user_nodes(first: 100) { edges { node { email } } }", "\"\(question.owner.email)\"")
        },
        "group_node": QueryProbe(.read, .group) { question, _ in
            (#"group_node(id: "\#(question.group)") { domain_name name }"#, groupName(question))
        },
        "group_nodes": QueryProbe(.list, .group) { question, _ in
            ("group_nodes(first: 100) { edges { node { domain_name name } } }", groupName(question))
        },
        "keypair": QueryProbe(.read, .keypair) { question, _ in
            (#"keypair(access_key: "\#(question.owner.accessKey)") { user_id }"#, question.owner.email)
        },
        "keypairs": QueryProbe(.list, .keypair) { question, _ in
            ("keypairs { access_key }", question.owner.accessKey.rawValue)
        },
        "keypair_list": QueryProbe(.list, .keypair) { question, _ in
            ("keypair_list(\(page)) { items { access_key } }", question.owner.accessKey.rawValue)
        },
    ]

    /// What a query of sessions shows follows from the right to list them: a monitor counts, and sees none.
    private static let sessions: [String: QueryProbe] = [
        "compute_session": QueryProbe(.list, .session) { question, things in
            let session = things.sessions[question.owner.accessKey]
            return (#"compute_session(id: "\#(session?.id.rawValue ?? "")") { access_key }"#, key(question))
        },
        "compute_container": QueryProbe(.list, .session) { question, things in
            let kernel = things.sessions[question.owner.accessKey]?.kernel.rawValue ?? ""
            return (#"compute_container(id: "\#(kernel)") { id }"#, kernel)
        },
        "compute_session_list": QueryProbe(.list, .session) { question, _ in
            ("compute_session_list(\(page)) { items { access_key } }", key(question))
        },
        "compute_container_list": QueryProbe(.list, .session) { question, things in
            let session = things.sessions[question.owner.accessKey]
            return (
                #"compute_container_list(\#(page), session_id: "\#(session?.id.rawValue ?? "")") { items { id } }"#,
                session?.kernel.rawValue ?? ""
            )
        },
    ]

    private static func key(_ question: RoleQuestion) -> String { question.owner.accessKey.rawValue }

    private static func policy(_ distance: Distance) -> String {
        switch distance {
        case .own, .group: "default"
        case .domain: "near"
        case .other: "far"
        }
    }

    private static func policies(
        _ action: Action, _ entity: Entity, at distances: [Distance], _ query: String
    ) -> QueryProbe {
        QueryProbe(action, entity, at: distances) { question, _ in
            let name = policy(question.distance)
            return (query.replacing("NAME", with: "name: \"\(name)\"") + " { name }", "\"\(name)\"")
        }
    }

    private static let policies: [String: QueryProbe] = [
        "keypair_resource_policy": policies(
            .read, .keypairResourcePolicy, at: [.own, .other], "keypair_resource_policy(NAME)"),
        "keypair_resource_policies": policies(
            .list, .keypairResourcePolicy, at: [.own, .domain, .other], "keypair_resource_policies"),
        "user_resource_policy": policies(.read, .userResourcePolicy, at: [.own, .other], "user_resource_policy(NAME)"),
        "user_resource_policies": policies(.list, .userResourcePolicy, at: [.own, .other], "user_resource_policies"),
        "project_resource_policy": policies(
            .read, .projectResourcePolicy, at: [.group, .other], "project_resource_policy(NAME)"),
        "project_resource_policies": policies(
            .list, .projectResourcePolicy, at: [.group, .other], "project_resource_policies"),
    ]

    private static let shared: [String: QueryProbe] = [
        "agent": QueryProbe(.read, .agent, #"agent(agent_id: "i-a") { id }"#, "i-a"),
        "agents": QueryProbe(.list, .agent, "agents { id }", "i-a"),
        "agent_list": QueryProbe(.list, .agent, "agent_list(\(page)) { items { id } }", "i-a"),
        "agent_summary": QueryProbe(.read, .agentSummary, #"agent_summary(agent_id: "i-a") { id }"#, "i-a"),
        "agent_summary_list": QueryProbe(
            .list, .agentSummary, "agent_summary_list(\(page)) { items { id } }", "i-a"),
        "image": QueryProbe(.read, .image, #"image(reference: "python") { name }"#, "python"),
        "images": QueryProbe(.list, .image, "images { name }", "python"),
        "resource_preset": QueryProbe(
            .read, .resourcePreset, #"resource_preset(name: "cpu01-small") { name }"#, "cpu01-small"),
        "resource_presets": QueryProbe(.list, .resourcePreset, "resource_presets { name }", "cpu01-small"),
        "scaling_group": QueryProbe(.read, .scalingGroup, #"scaling_group(name: "default") { name }"#, "default"),
        "scaling_groups": QueryProbe(.list, .scalingGroup, "scaling_groups { name }", "default"),
        "scaling_groups_for_domain": QueryProbe(
            .list, .scalingGroup, #"scaling_groups_for_domain(domain: "default") { name }"#, "default"),
        "scaling_groups_for_user_group": QueryProbe(.list, .scalingGroup) { question, _ in
            (#"scaling_groups_for_user_group(user_group: "\#(question.group)") { name }"#, "user_group\":[]")
        },
        "scaling_groups_for_keypair": QueryProbe(.list, .scalingGroup) { question, _ in
            (#"scaling_groups_for_keypair(access_key: "\#(key(question))") { name }"#, "keypair\":[]")
        },
        "container_registry": QueryProbe(
            .read, .containerRegistry, #"container_registry(hostname: "r.example") { hostname }"#, "r.example"),
        "container_registries": QueryProbe(
            .list, .containerRegistry, "container_registries { hostname }", "r.example"),
        "audit_log_list": QueryProbe(
            .list, .auditLog, "audit_log_list(\(page)) { items { entity_id } }", "elsewhere"),
        // Names, which are nobody's.
        "vfolder_host_permissions": QueryProbe(
            .list, .resourcePreset, "vfolder_host_permissions { vfolder_host_permission_list }", "create-vfolder"),
    ]
}
