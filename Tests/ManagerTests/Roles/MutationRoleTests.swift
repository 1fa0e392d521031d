import Core
import GraphQL
import Testing

@testable import Manager

@Suite("Roles on mutations")
struct MutationRoleTests {
    @Test("every mutation changes what the table lets somebody change, near and far, and nothing else")
    func walk() async throws {
        let rules = MutationRoleTests.rules
        let fields = try QueryRoleTests.fields(of: "Mutations")
        #expect(fields.count > 40)
        try await TestManager.with { manager in
            let world = try await RoleWorld(manager)
            for field in fields {
                let rule = try #require(rules[field], "`\(field)` does not say what it does")
                let probe = try #require(MutationProbe.mutations[field], "the walk does not know how to ask `\(field)`")
                for asker in RoleWorld.askers {
                    for distance in RoleQuestion.distances(of: rule.entity) {
                        let question = RoleQuestion(world: world, asker: asker, distance: distance)
                        let mutation = "\(field)(\(probe.arguments(question)))"
                        let answer = try await manager.query(
                            "mutation { \(mutation) { \(probe.selection) } }", by: asker.keypair)
                        let expected = AccessRules.allows(asker.role, rule.action, rule.entity, at: distance)
                        #expect(
                            MutationRoleTests.isAllowed(answer, field) == expected,
                            "`\(mutation)` by \(asker.role) of what is \(distance): \(answer.text.prefix(300))")
                    }
                }
            }
        }
    }

    /// What each mutation does.
    private static let rules: [String: (action: Action, entity: Entity)] = {
        var rules: [String: (Action, Entity)] = [:]
        for mutation in ManagerSchema.mutations { rules[mutation.name] = (mutation.action, mutation.entity) }
        for (name, action) in RegistryMutations.actions { rules[name] = (action, .containerRegistry) }
        return rules
    }()

    /// Whether a mutation was carried out or declined for another reason than who asks; nil when it was not understood.
    private static func isAllowed(_ answer: TestManager.Answer, _ field: String) -> Bool? {
        if answer.text.contains("no permission to execute \(field)") { return false }
        if answer.text.contains("Forbidden operation.") { return false }
        return answer.body["data"]?[field] == nil ? nil : true
    }
}

/// How a role walk asks a mutation.
struct MutationProbe: Sendable {
    var selection = "ok msg"
    let arguments: @Sendable (RoleQuestion) -> String

    init(_ selection: String = "ok msg", _ arguments: @escaping @Sendable (RoleQuestion) -> String) {
        self.selection = selection
        self.arguments = arguments
    }

    init(_ arguments: String, _ selection: String = "ok msg") {
        self.init(selection) { _ in arguments }
    }
}

extension MutationProbe {
    /// How every mutation is asked: one that is missing here fails the walk.
    ///
    /// Superadmins come last, so that what they remove was there for the others.
    static let mutations: [String: MutationProbe] = tenancy.merging(users) { first, _ in first }
        .merging(resources) { first, _ in first }.merging(policies) { first, _ in first }

    private static let tenancy: [String: MutationProbe] = [
        "create_domain": MutationProbe { question in
            #"name: "\#(question.owner.domain)", props: {}"#
        },
        "modify_domain": MutationProbe { question in
            #"name: "\#(question.owner.domain)", props: {description: "d"}"#
        },
        "delete_domain": MutationProbe { question in #"name: "\#(question.owner.domain)""# },
        "purge_domain": MutationProbe { question in #"name: "\#(question.owner.domain)""# },
        "create_group": MutationProbe { question in
            let name = "g-\(question.asker.role)-\(question.distance)"
            return #"name: "\#(name)", props: {domain_name: "\#(question.owner.domain)"}"#
        },
        "modify_group": MutationProbe { question in #"gid: "\#(question.group)", props: {description: "d"}"# },
        "delete_group": MutationProbe { question in #"gid: "\#(question.group)""# },
        "purge_group": MutationProbe { question in #"gid: "\#(question.group)""# },
    ]

    private static let users: [String: MutationProbe] = [
        "create_user": MutationProbe { question in
            #"""
            email: "new-\#(question.distance)@example.com", props: {username: "new-\#(question.distance)", \#
            password: "pw", need_password_change: false, domain_name: "\#(question.owner.domain)"}
            """#
        },
        "modify_user": MutationProbe { question in #"email: "\#(question.owner.email)", props: {description: "d"}"# },
        "delete_user": MutationProbe { question in #"email: "\#(question.owner.email)""# },
        "purge_user": MutationProbe { question in #"email: "\#(question.owner.email)", props: {}"# },
        "create_keypair": MutationProbe { question in
            #"user_id: "\#(question.owner.email)", props: {resource_policy: "default", rate_limit: 1}"#
        },
        "modify_keypair": MutationProbe { question in
            #"access_key: "\#(question.owner.accessKey)", props: {rate_limit: 30000}"#
        },
        "delete_keypair": MutationProbe { question in #"access_key: "\#(question.owner.accessKey)""# },
    ]

    private static let scalingGroup = #"scaling_group: "other""#

    private static let resources: [String: MutationProbe] = [
        "modify_agent": MutationProbe(#"id: "i-a", props: {schedulable: true}"#),
        "rescan_images": MutationProbe("registry: null"),
        "preload_image": MutationProbe("references: [], target_agents: []"),
        "unload_image": MutationProbe("references: [], target_agents: []"),
        "clear_images": MutationProbe(#"registry: "no.registry""#),
        "modify_image": MutationProbe(#"target: "local/python:3.11", props: {}"#),
        "forget_image": MutationProbe(#"reference: "local/python:3.11""#),
        "alias_image": MutationProbe(#"alias: "py", target: "local/python:3.11""#),
        "dealias_image": MutationProbe(#"alias: "py""#),
        "create_container_registry": MutationProbe(
            #"hostname: "r.example", props: {url: "https://r.example", type: "docker"}"#, "container_registry { id }"),
        "modify_container_registry": MutationProbe(
            #"hostname: "r.example", props: {username: "u"}"#, "container_registry { id }"),
        "delete_container_registry": MutationProbe(#"hostname: "r.example""#, "container_registry { id }"),
        "create_scaling_group": MutationProbe(#"name: "other", props: {driver: "static", scheduler: "fifo"}"#),
        "modify_scaling_group": MutationProbe(#"name: "other", props: {description: "d"}"#),
        "delete_scaling_group": MutationProbe(#"name: "other""#),
        "associate_scaling_group_with_domain": MutationProbe(#"\#(scalingGroup), domain: "default""#),
        "disassociate_scaling_group_with_domain": MutationProbe(#"\#(scalingGroup), domain: "default""#),
        "disassociate_all_scaling_groups_with_domain": MutationProbe(#"domain: "elsewhere""#),
        "associate_scaling_group_with_user_group": MutationProbe { question in
            #"\#(scalingGroup), user_group: "\#(question.group)""#
        },
        "disassociate_scaling_group_with_user_group": MutationProbe { question in
            #"\#(scalingGroup), user_group: "\#(question.group)""#
        },
        "disassociate_all_scaling_groups_with_group": MutationProbe { question in
            #"user_group: "\#(question.group)""#
        },
        "associate_scaling_group_with_keypair": MutationProbe { question in
            #"\#(scalingGroup), access_key: "\#(question.owner.accessKey)""#
        },
        "disassociate_scaling_group_with_keypair": MutationProbe { question in
            #"\#(scalingGroup), access_key: "\#(question.owner.accessKey)""#
        },
    ]

    private static let policies: [String: MutationProbe] = {
        let keypairPolicy = #"""
            {default_for_unspecified: "LIMITED", total_resource_slots: "{}", max_concurrent_sessions: 1, \#
            max_containers_per_session: 1, idle_timeout: 1, allowed_vfolder_hosts: "{}"}
            """#
        let kinds = [
            ("keypair_resource_policy", keypairPolicy, "{idle_timeout: 2}"),
            ("user_resource_policy", "{max_vfolder_count: 1}", "{max_vfolder_count: 2}"),
            ("project_resource_policy", "{max_vfolder_count: 1}", "{max_vfolder_count: 2}"),
            ("resource_preset", #"{resource_slots: "{}"}"#, #"{shared_memory: "1g"}"#),
        ]
        return kinds.reduce(into: [:]) { probes, kind in
            let (suffix, made, changed) = kind
            probes["create_\(suffix)"] = MutationProbe(#"name: "other", props: \#(made)"#)
            probes["modify_\(suffix)"] = MutationProbe(#"name: "other", props: \#(changed)"#)
            probes["delete_\(suffix)"] = MutationProbe(#"name: "other""#)
        }
    }()
}
