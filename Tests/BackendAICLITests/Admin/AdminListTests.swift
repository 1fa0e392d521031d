import Core
import TestSupport
import Testing

@testable import BackendAICLI

@Suite("backend.ai admin … list and info")
struct AdminListTests {
    /// What the original's client sends for a list in pages, with all blanks as single ones.
    private static func paged(_ root: String, _ variables: String, _ fields: String) -> String {
        let declared = variables.isEmpty ? "" : variables + ", "
        let names = (variables.split(separator: ", ").map { $0.split(separator: ":")[0].dropFirst() }).map {
            "\($0):$\($0), "
        }
        return """
            query($limit:Int!, $offset:Int!, \(declared)$filter:String, $order:String) { \(root)( limit:$limit, \
            offset:$offset, \(names.joined())filter:$filter, order:$order) { items { \(fields) } total_count } }
            """
    }

    @Test(
        "in pages are asked for in the original's layout, with the original's fields for programs",
        arguments: [
            (
                ["agent", "list"], "agent_list", "$status:String, $scaling_group:String",
                "id status architecture scaling_group region first_contact cpu_cur_pct mem_cur_bytes available_slots occupied_slots"
            ),
            (
                ["keypair", "list"], "keypair_list", "$is_active:Boolean, $domain_name:String",
                "user_id projects user_info { full_name } access_key secret_key is_active is_admin created_at last_used "
                    + "resource_policy rate_limit concurrency_used"
            ),
            (
                ["keypair", "list", "-u", "a@b.c"], "keypair_list",
                "$is_active:Boolean, $domain_name:String, $email:String",
                "user_id projects user_info { full_name } access_key secret_key is_active is_admin created_at last_used "
                    + "resource_policy rate_limit concurrency_used"
            ),
            (
                ["user", "list"], "user_list", "$status:String, $group_id:UUID",
                "uuid username role email full_name need_password_change status status_info created_at domain_name "
                    + "groups { id name } allowed_client_ip sudo_session_enabled main_access_key"
            ),
            (
                ["audit", "list"], "audit_log_list", "",
                "id created_at user_email access_key action entity_type entity_id before after request_id"
            ),
        ])
    func pages(words: [String], root: String, variables: String, fields: String) async throws {
        let manager = try ScriptedManager { _ in .data(.object([.init(root, ["items": [], "total_count": 0])])) }
        let run = try await CommandRun(["admin"] + words + ["--output", "json"], on: manager)

        #expect(run.status == 0 && run.output.contains("\"total_count\": 0"), "\(run)")
        #expect(manager.requests.first?.query == Self.paged(root, variables, fields))
    }

    @Test(
        "as a whole are asked for with the original's fields",
        arguments: [
            (
                ["image", "list"],
                "query($is_operation:Boolean) { images(is_operation:$is_operation) { name registry architecture tag digest size_bytes aliases } }",
                "images"
            ),
            (
                ["domain", "list"],
                "query { domains { name description is_active created_at total_resource_slots allowed_vfolder_hosts allowed_docker_registries integration_id } }",
                "domains"
            ),
            (
                ["group", "list", "-d", "default"],
                "query($domain_name:String) { groups(domain_name:$domain_name) { id name is_active created_at integration_id } }",
                "groups"
            ),
            (
                ["scaling-group", "list"],
                "query($is_active:Boolean) { scaling_groups(is_active:$is_active) { name description is_active is_public created_at driver scheduler use_host_network wsproxy_addr wsproxy_api_token } }",
                "scaling_groups"
            ),
            (
                ["keypair-resource-policy", "list"],
                "query { keypair_resource_policies { name created_at total_resource_slots max_concurrent_sessions max_vfolder_count max_vfolder_size idle_timeout max_containers_per_session allowed_vfolder_hosts } }",
                "keypair_resource_policies"
            ),
            (
                ["user-resource-policy", "list"],
                "query { user_resource_policies { name created_at max_vfolder_count max_quota_scope_size max_session_count_per_model_session } }",
                "user_resource_policies"
            ),
            (
                ["project-resource-policy", "list"],
                "query { project_resource_policies { name created_at max_vfolder_count max_quota_scope_size } }",
                "project_resource_policies"
            ),
            (
                ["resource-preset", "list"], "query { resource_presets { name resource_slots shared_memory } }",
                "resource_presets"
            ),
        ])
    func wholes(words: [String], query: String, root: String) async throws {
        let manager = try ScriptedManager { _ in .data(.object([.init(root, [])])) }
        let run = try await CommandRun(["admin"] + words + ["--output", "json"], on: manager)

        #expect(run.status == 0 && run.output.contains("\"total_count\": 0"), "\(run)")
        #expect(manager.requests.first?.query == query)
    }

    @Test(
        "a single thing is asked for by what names it",
        arguments: [
            (["agent", "info", "i-1"], "query($agent_id:String!) { agent(agent_id:$agent_id) {", "agent"),
            (["keypair", "info"], "query { keypair {", "keypair"),
            (["user", "info"], "query { user {", "user"),
            (["user", "info", "-e", "a@b.c"], "query($email:String) { user(email:$email) {", "user"),
            (["domain", "info", "d"], "query($name:String) { domain(name:$name) {", "domain"),
            (
                ["group", "info", "4d1c0b1e-7f0a-4f8e-9b3e-2d1f0c9a8b7c"], "query($gid:UUID!) { group(id:$gid) {",
                "group"
            ),
            (["scaling-group", "info", "s"], "query($name:String) { scaling_group(name:$name) {", "scaling_group"),
            (
                ["keypair-resource-policy", "info", "p"],
                "query($name:String) { keypair_resource_policy(name:$name) {", "keypair_resource_policy"
            ),
            (
                ["project-resource-policy", "info", "p"],
                "query($name:String!) { project_resource_policy(name:$name) {", "project_resource_policy"
            ),
        ])
    func items(words: [String], beginning: String, root: String) async throws {
        let manager = try ScriptedManager { _ in .data(.object([.init(root, ["name": "the one"])])) }
        let run = try await CommandRun(["admin"] + words, on: manager)
        #expect(run.status == 0, "\(run)")
        #expect(manager.requests.first?.query.hasPrefix(beginning) == true, "\(manager.requests)")

        let nothing = try ScriptedManager { _ in .data(.object([.init(root, nil)])) }
        let none = try await CommandRun(["admin"] + words, on: nothing)
        #expect(none.status == 1 && none.messages.hasPrefix("backend.ai: no "), "\(none)")
    }

    @Test("a group goes by its name, too")
    func groupByName() async throws {
        let manager = try ScriptedManager { _ in .data(["groups_by_name": [["id": "1", "name": "lab"]]]) }
        let run = try await CommandRun(["admin", "group", "info", "lab", "-f", "id,name"], on: manager)

        #expect(run.output == "ID    1\nName  lab\n")
        #expect(manager.requests.first?.variable("name") == "lab")
    }

    @Test("lists that come as a whole are filtered, ordered and cut here, by fields that are not shown, too")
    func rules() async throws {
        let manager = try ScriptedManager { _ in
            .data([
                "domains": [
                    ["name": "b", "description": "the lab", "is_active": true],
                    ["name": "a", "description": "old", "is_active": false],
                    ["name": "c", "description": "lab two", "is_active": true], nil,
                    ["name": "d", "description": nil, "is_active": true],
                ]
            ])
        }
        func names(_ words: String...) async throws -> [String] {
            let run = try await CommandRun(["admin", "domain", "list", "-q"] + words, on: manager)
            #expect(run.status == 0, "\(run)")
            return run.output.split(separator: "\n").map(String.init)
        }
        #expect(try await names() == ["b", "a", "c", "d"])
        #expect(try await names("--filter", #"description like "%lab%""#) == ["b", "c"])
        #expect(manager.requests.last?.query == "query { domains { name description } }")
        #expect(try await names("--filter", "is_active == true & !name == \"b\"") == ["c", "d"])
        #expect(try await names("--filter", "description is null") == ["d"])
        #expect(try await names("--filter", #"name in ["a", "d"]"#, "--order", "-name") == ["d", "a"])
        #expect(try await names("--order", "is_active, -name") == ["a", "d", "c", "b"])
        #expect(try await names("--order", "name", "--offset", "1", "--limit", "2") == ["b", "c"])

        let json = try await CommandRun(["admin", "domain", "list", "--output", "json", "--limit", "1"], on: manager)
        #expect(json.output.contains("\"count\": 1") && json.output.contains("\"total_count\": 4"))
    }

    @Test("a rule that is none, or about a field that is none, is told before anything is asked")
    func badRules() async throws {
        let manager = try ScriptedManager { _ in .data(["domains": []]) }
        for words in [["--filter", "name =="], ["--order", "name,,"], ["--filter", "nmae == \"a\""]] {
            let run = try await CommandRun(["admin", "domain", "list"] + words, on: manager)
            #expect(run.status == 4, "\(run)")
        }
        #expect(manager.requests.isEmpty)
    }

    @Test("secrets are in no table that shows several keypairs, unless they are asked for")
    func secrets() async throws {
        let manager = try ScriptedManager { _ in
            .data([
                "keypair_list": [
                    "items": [["access_key": "AKIA1", "secret_key": "hidden", "user_info": ["full_name": "안나"]]],
                    "total_count": 1,
                ]
            ])
        }
        let table = try await CommandRun(["admin", "keypair", "list"], on: manager)
        #expect(table.output.contains("안나") && !table.output.contains("hidden"))
        #expect(manager.requests.last?.query.contains("secret_key") == false)
        let asked = try await CommandRun(["admin", "keypair", "list", "-f", "secret_key", "--plain"], on: manager)
        #expect(asked.output == "hidden\n")
    }

    @Test("the scaling groups of a group come from their own route")
    func available() async throws {
        let manager = try ScriptedManager { _ in .init(["scaling_groups": [["name": "default"], ["name": "gpu"]]]) }
        let run = try await CommandRun(["admin", "scaling-group", "get-available", "my group"], on: manager)

        #expect(run.output == "Name\ndefault\ngpu\n")
        #expect(manager.requests.first?.target == "/scaling-groups?group=my%20group")
    }

    @Test("permissions are one a line")
    func permissions() async throws {
        let manager = try ScriptedManager { _ in
            .data(["vfolder_host_permissions": ["vfolder_host_permission_list": ["create-vfolder", "upload-file"]]])
        }
        #expect(
            try await CommandRun(["admin", "permission", "list"], on: manager).output == "create-vfolder\nupload-file\n"
        )
    }
}
