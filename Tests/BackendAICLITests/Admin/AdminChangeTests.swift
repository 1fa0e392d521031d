import Core
import TestSupport
import Testing

@testable import BackendAICLI

@Suite("Changes by administrators")
struct AdminChangeTests {
    /// A manager that does whatever it is asked for.
    private static func obedient(_ root: String, _ more: JSONValue.Member...) throws -> ScriptedManager {
        try ScriptedManager { _ in
            .data(.object([.init(root, .object([.init("ok", true), .init("msg", "success")] + more))]))
        }
    }

    @Test(
        "are asked for as the original's client does",
        arguments: [
            (
                "keypair update AKIA1 --is-active no -r 9",
                "mutation($access_key:String!, $input:ModifyKeyPairInput!) { modify_keypair(access_key:$access_key, props:$input) { ok msg } }",
                ["access_key": "AKIA1", "input": ["is_active": false, "rate_limit": 9]]
            ),
            (
                "keypair delete AKIA1",
                "mutation($access_key:String!) { delete_keypair(access_key:$access_key) { ok msg } }",
                ["access_key": "AKIA1"]
            ),
            (
                "keypair activate AKIA1",
                "mutation($access_key:String!, $input:ModifyKeyPairInput!) { modify_keypair(access_key:$access_key, props:$input) { ok msg } }",
                ["access_key": "AKIA1", "input": ["is_active": true]]
            ),
            (
                "agent update i-1 --schedulable false",
                "mutation($id:String!, $input:ModifyAgentInput!) { modify_agent(id:$id, props:$input) { ok msg } }",
                ["id": "i-1", "input": ["schedulable": false]]
            ),
            (
                "domain add lab --inactive --total-resource-slots cpu=4,mem=16g",
                "mutation($name:String!, $input:DomainInput!) { create_domain(name:$name, props:$input) { ok msg domain { name } } }",
                [
                    "name": "lab",
                    "input": [
                        "description": "", "is_active": false, "total_resource_slots": #"{"cpu":"4","mem":"16g"}"#,
                    ],
                ]
            ),
            (
                "domain update lab --new-name lab2 --allowed-docker-registries a.io,b.io",
                "mutation($name:String!, $input:ModifyDomainInput!) { modify_domain(name:$name, props:$input) { ok msg } }",
                ["name": "lab", "input": ["name": "lab2", "allowed_docker_registries": ["a.io", "b.io"]]]
            ),
            (
                "domain purge lab -y", "mutation($name:String!) { purge_domain(name:$name) { ok msg } }",
                ["name": "lab"]
            ),
            (
                #"group update g --total-resource-slots {"cpu":2}"#,
                "mutation($gid:UUID!, $input:ModifyGroupInput!) { modify_group(gid:$gid, props:$input) { ok msg } }",
                ["gid": "g", "input": ["total_resource_slots": #"{"cpu":2}"#]]
            ),
            (
                "group add-users g u1 u2",
                "mutation($gid:UUID!, $input:ModifyGroupInput!) { modify_group(gid:$gid, props:$input) { ok msg } }",
                ["gid": "g", "input": ["user_update_mode": "add", "user_uuids": ["u1", "u2"]]]
            ),
            (
                "user update a@b.c -n Anna --allowed-ip 10.0.0.0/8,127.0.0.1",
                "mutation($email:String!, $input:ModifyUserInput!) { modify_user(email:$email, props:$input) { ok msg } }",
                [
                    "email": "a@b.c",
                    "input": ["full_name": "Anna", "allowed_client_ip": ["10.0.0.0/8", "127.0.0.1"]],
                ]
            ),
            (
                "user purge a@b.c --purge-shared-vfolders --yes",
                "mutation($email:String!, $input:PurgeUserInput!) { purge_user(email:$email, props:$input) { ok msg } }",
                ["email": "a@b.c", "input": ["purge_shared_vfolders": true]]
            ),
            (
                "scaling-group add gpu --private",
                "mutation($name:String!, $input:CreateScalingGroupInput!) { create_scaling_group(name:$name, props:$input) { ok msg scaling_group { name } } }",
                [
                    "name": "gpu",
                    "input": [
                        "description": "", "is_active": true, "is_public": false, "driver": "static",
                        "scheduler": "fifo", "use_host_network": false, "wsproxy_addr": nil, "wsproxy_api_token": nil,
                        "driver_opts": "{}", "scheduler_opts": "{}",
                    ],
                ]
            ),
            (
                "scaling-group update gpu --private yes --scheduler drf",
                "mutation($name:String!, $input:ModifyScalingGroupInput!) { modify_scaling_group(name:$name, props:$input) { ok msg } }",
                ["name": "gpu", "input": ["is_public": false, "scheduler": "drf"]]
            ),
            (
                "scaling-group associate-scaling-group gpu default",
                "mutation($scaling_group:String!, $domain:String!) { associate_scaling_group_with_domain(scaling_group:$scaling_group, domain:$domain) { ok msg } }",
                ["scaling_group": "gpu", "domain": "default"]
            ),
            (
                "scaling-group dissociate gpu --group 4d1c",
                "mutation($scaling_group:String!, $user_group:UUID!) { disassociate_scaling_group_with_user_group(scaling_group:$scaling_group, user_group:$user_group) { ok msg } }",
                ["scaling_group": "gpu", "user_group": "4d1c"]
            ),
            (
                "resource-preset add small cpu=1,mem=1g --shmem 64m",
                "mutation($name:String!, $input:CreateResourcePresetInput!) { create_resource_preset(name:$name, props:$input) { ok msg resource_preset { name } } }",
                [
                    "name": "small",
                    "input": ["resource_slots": #"{"cpu":"1","mem":"1g"}"#, "shared_memory": "67108864"],
                ]
            ),
            (
                "keypair-resource-policy update p --idle-timeout 60",
                "mutation($name:String!, $input:ModifyKeyPairResourcePolicyInput!) { modify_keypair_resource_policy(name:$name, props:$input) { ok msg } }",
                ["name": "p", "input": ["idle_timeout": 60]]
            ),
            (
                "user-resource-policy add p --max-quota-scope-size 10g",
                "mutation($name:String!, $input:CreateUserResourcePolicyInput!) { create_user_resource_policy(name:$name, props:$input) { ok msg resource_policy { name } } }",
                [
                    "name": "p",
                    "input": [
                        "max_vfolder_count": 0, "max_quota_scope_size": 10_737_418_240,
                        "max_session_count_per_model_session": 0,
                    ],
                ]
            ),
            (
                "image alias py cr.io/python:3 --arch aarch64",
                "mutation($alias:String!, $target:String!, $architecture:String) { alias_image(alias:$alias, target:$target, architecture:$architecture) { ok msg } }",
                ["alias": "py", "target": "cr.io/python:3", "architecture": "aarch64"]
            ),
            (
                "image dealias py", "mutation($alias:String!) { dealias_image(alias:$alias) { ok msg } }",
                ["alias": "py"]
            ),
        ] as [(String, String, JSONValue)])
    func requests(line: String, query: String, variables: JSONValue) async throws {
        let root = try #require(query.firstMatch(of: /\{ ([a-z_]+)\(/)?.1)
        let manager = try Self.obedient(String(root))
        let run = try await CommandRun(["admin"] + line.split(separator: " ").map(String.init), on: manager)

        #expect(run.status == 0 && run.output == "" && run.messages.hasPrefix("✓ "), "\(run)")
        #expect(manager.requests.count == 1)
        #expect(manager.requests.first?.query == query)
        #expect(manager.requests.first?.body["variables"] == variables)
    }

    @Test("a new policy has the original's limits, and what its manager cannot do without")
    func policyDefaults() async throws {
        let manager = try Self.obedient("create_keypair_resource_policy")
        _ = try await CommandRun(["admin", "keypair-resource-policy", "add", "p"], on: manager)

        #expect(
            manager.requests.first?.variable("input") == [
                "default_for_unspecified": "UNLIMITED", "total_resource_slots": "{}", "max_session_lifetime": 0,
                "max_concurrent_sessions": 30, "max_concurrent_sftp_sessions": 30, "max_containers_per_session": 1,
                "idle_timeout": 1800, "allowed_vfolder_hosts": "{}", "max_vfolder_count": 0, "max_vfolder_size": 0,
            ])
    }

    @Test("what came of it is a line for people, and the original's object for programs")
    func results() async throws {
        let pair: JSONValue = ["access_key": "AKIA1", "secret_key": "s3cret"]
        let manager = try Self.obedient("create_keypair", .init("keypair", pair))
        let line = ["admin", "keypair", "add", "a@b.c", "default"]
        let console = try await CommandRun(line, on: manager)
        #expect(console.output == "Access Key  AKIA1\nSecret Key  s3cret\n")
        #expect(console.messages == "✓ a@b.c has the keypair AKIA1\n")
        let json = try await CommandRun(line + ["--output", "json"], on: manager)
        #expect(
            try JSONValue(parsing: Array(json.output.utf8)) == [
                "ok": true, "msg": "success", "access_key": "AKIA1", "secret_key": "s3cret", "keypair": pair,
            ])
    }

    @Test("a refusal is a failure in the manager's words, and for programs the original's object, too")
    func refused() async throws {
        let manager = try ScriptedManager { _ in
            .data(["delete_domain": ["ok": false, "msg": "no matching deletedomain"]])
        }
        let console = try await CommandRun(["admin", "domain", "delete", "x"], on: manager)
        #expect(console.status == 1 && console.output == "")
        #expect(console.messages == "backend.ai: the deletion of a domain was refused\n  no matching deletedomain\n")
        let json = try await CommandRun(["--output", "json", "admin", "domain", "delete", "x"], on: manager)
        #expect(json.status == 1)
        #expect(
            try JSONValue(parsing: Array(json.output.utf8)) == [
                "ok": false, "msg": "no matching deletedomain", "item_name": "domain", "action_name": "deletion",
                "name": "x",
            ])
    }

    @Test(
        "what cannot be taken back is not done where nobody can be asked",
        arguments: [
            "user purge a@b.c", "domain purge d", "group purge g", "keypair-resource-policy delete p",
            "user-resource-policy delete p", "project-resource-policy rm p", "resource-preset delete p",
            "image forget i", "announcement delete", "announcement dismiss",
        ])
    func confirmation(line: String) async throws {
        let manager = try ScriptedManager { _ in .empty }
        let run = try await CommandRun(
            ["admin"] + line.split(separator: " ").map(String.init), on: manager, input: "yes\n")

        #expect(run.status == 4 && run.messages.contains("hint: say so beforehand by `--yes`"), "\(run)")
        #expect(manager.requests.isEmpty)
    }

    @Test(
        "a change of nothing is an argument that cannot be used",
        arguments: [
            "keypair update AKIA1", "agent update i-1", "domain update d", "group update g", "user update a@b.c",
            "scaling-group update s", "resource-preset update p", "keypair-resource-policy update p",
            "user-resource-policy update p", "project-resource-policy update p",
        ])
    func nothing(line: String) async throws {
        let manager = try ScriptedManager { _ in .empty }
        let run = try await CommandRun(["admin"] + line.split(separator: " ").map(String.init), on: manager)

        #expect(run.status == 4 && run.messages.hasPrefix("backend.ai: nothing is to be changed\n"), "\(run)")
        #expect(manager.requests.isEmpty)
    }

    @Test(
        "what cannot be understood is wrong usage",
        arguments: [
            "keypair update AKIA1 --is-active maybe", "domain add d --total-resource-slots cpu",
            "domain add d --vfhost-perms []", "scaling-group associate gpu", "scaling-group associate gpu d -g x",
            "keypair-resource-policy add p --default-for-unspecified SOME", "resource usage-per-month 2026",
            "resource usage-per-period g 20261101 today", "manager freeze --wait --force-kill", "group add-users g",
            "image set-resource-limit i cpu :", "resource-preset add p cpu=x", "agent list --interval 0",
            "manager scheduler include-agents",
        ])
    func usage(line: String) async throws {
        let run = try await CommandRun(
            ["admin"] + line.split(separator: " ").map(String.init), on: ScriptedManager { _ in .empty })
        #expect(run.status == 2, "\(run)")
    }

    @Test("a limit of an image is set without those of other slots being lost")
    func imageLimit() async throws {
        let manager = try ScriptedManager { request in
            if request.query.hasPrefix("query") {
                return .data([
                    "image": [
                        "resource_limits": [
                            ["key": "cpu", "min": "1", "max": nil], ["key": "mem", "min": "256m", "max": nil],
                        ]
                    ]
                ])
            }
            return .data(["modify_image": ["ok": true, "msg": ""]])
        }
        let run = try await CommandRun(["admin", "image", "set-resource-limit", "py", "cpu", "2:4"], on: manager)

        #expect(run.status == 0, "\(run)")
        #expect(
            manager.requests.last?.variable("input") == [
                "resource_limits": [
                    ["key": "mem", "min": "256m", "max": nil], ["key": "cpu", "min": "2", "max": "4"],
                ]
            ])
    }

    @Test("a password on the command line is taken with a warning, and never asked for the original's way alone")
    func password() async throws {
        let manager = try Self.obedient(
            "create_user", .init("user", ["domain_name": "default", "email": "a@b.c", "username": "a", "uuid": "u"]))
        let run = try await CommandRun(
            ["admin", "user", "add", "default", "a@b.c", "pass-Word1", "-u", "a"], on: manager)

        #expect(run.status == 0 && run.messages.hasPrefix("warning: others on this machine can read a password"))
        #expect(run.messages.hasSuffix("✓ user a@b.c is added\n"))
        #expect(
            manager.requests.first?.variable("input") == [
                "password": "pass-Word1", "role": "user", "status": "active", "need_password_change": false,
                "description": "", "domain_name": "default", "totp_activated": false, "sudo_session_enabled": false,
                "username": "a", "full_name": "",
            ])
    }
}
