import Core
import Foundation
import TestSupport
import Testing

@Suite(
    "Administration from the command line",
    .enabled(if: TestMachine.canMakeContainers, "containers cannot be made here"))
struct AdminCommandTests {
    private static func json(_ stack: TestStack, _ arguments: String...) async throws -> JSONValue {
        let run = try await stack.command(["--output", "json"] + arguments).run()
        #expect(run.status == 0, "\(arguments): \(run)")
        return try JSONValue(parsing: run.outputBytes)
    }

    private static func must(_ stack: TestStack, _ arguments: String..., input: [UInt8]? = nil) async throws {
        let run = try await stack.command(arguments).run(input: input)
        #expect(run.status == 0 && run.error.contains("✓ "), "\(arguments): \(run)")
    }

    @Test("every list and every thing of the cluster is shown, in every format")
    func shown() async throws {
        try await TestStack.with { stack in
            let lists = [
                "agent", "image", "keypair", "keypair-resource-policy", "user-resource-policy",
                "project-resource-policy", "user", "domain", "group", "scaling-group", "resource-preset", "session",
                "audit",
            ]
            for noun in lists {
                let answer = try await Self.json(stack, "admin", noun, "list")
                #expect(
                    answer["count"] != nil && answer["total_count"] != nil && answer["items"]?.items != nil, "\(noun)")
                for format in ["console", "yaml", "csv"] {
                    let run = try await stack.run("admin", noun, "list", "--output", format)
                    #expect(run.status == 0, "\(noun) \(format): \(run)")
                }
            }
            let agent = try await Self.json(stack, "admin", "agent", "list")["items"]?.items?.first?["id"]?.text
            let things: [[String]] = [
                ["agent", "info", agent ?? ""], ["keypair", "info"], ["user", "info"], ["domain", "info", "default"],
                ["group", "info", "default"], ["scaling-group", "info", "default"],
                ["keypair-resource-policy", "info", "default"], ["image", "info", "python"],
            ]
            for words in things {
                let run = try await stack.command(["admin"] + words).run()
                #expect(run.status == 0 && !run.output.isEmpty, "\(words): \(run)")
                let unknown = words.count == 3 ? words.dropLast() + ["no-such-thing"] : []
                if unknown.isEmpty { continue }
                let none = try await stack.command(["admin"] + unknown).run()
                #expect(none.status == 1 && none.error.hasPrefix("backend.ai: no "), "\(none)")
            }
            for words in [
                ["manager", "status"], ["announcement", "get"], ["resource", "query-slots"],
                ["resource", "docker-registries"], ["resource", "check-presets"], ["resource", "recalculate-usage"],
                ["resource", "usage-per-month", "202611"], ["permission", "list"],
                ["scaling-group", "get-available", "default"], ["etcd", "get", "config", "-p"],
            ] {
                let run = try await stack.command(["admin"] + words).run()
                #expect(run.status == 0, "\(words): \(run)")
            }
            #expect(try await stack.run("server-logs", "list").status == 0)
        }
    }

    @Test("a tenant is made, changed, used, taken away and removed, and all of it is in the audit log")
    func tenant() async throws {
        try await TestStack.with { stack in
            try await Self.must(
                stack, "admin", "domain", "add", "lab", "-d", "the lab", "--total-resource-slots", "cpu=4")
            try await Self.must(stack, "admin", "domain", "update", "lab", "-d", "the other lab")
            let domain = try await Self.json(stack, "admin", "domain", "list", "--filter", #"name == "lab""#)
            #expect(domain["items"]?.items?.first?["description"] == "the other lab")
            try await Self.must(stack, "admin", "group", "add", "lab", "chemistry")
            let groups = try await Self.json(stack, "admin", "group", "list", "-d", "lab")
            let group = try #require(groups["items"]?.items?.first?["id"]?.text)
            try await Self.must(
                stack, "admin", "user", "add", "lab", "anna@lab.org", "-n", "안나", input: Array("Very-secret-1\n".utf8))
            let user = try await Self.json(stack, "admin", "user", "info", "-e", "anna@lab.org")["items"]?.items?.first
            #expect(user?["full_name"] == "안나")
            let id = try #require(user?["uuid"]?.text)
            try await Self.must(stack, "admin", "group", "add-users", group, id)
            let pair = try await stack.run("admin", "keypair", "add", "anna@lab.org", "default")
            let key = try #require(
                pair.output.split(separator: "\n").first?.split(separator: " ").last.map(String.init))
            try await Self.must(stack, "admin", "keypair", "deactivate", key)
            try await Self.must(stack, "admin", "keypair", "activate", key)
            try await Self.must(stack, "admin", "keypair", "update", key, "-r", "7")
            let changed = try await Self.json(stack, "admin", "keypair", "list", "--filter", "access_key == \"\(key)\"")
            #expect(
                changed["items"]?.items?.first?["rate_limit"] == 7
                    && changed["items"]?.items?.first?["is_active"] == true)
            try await Self.must(stack, "admin", "keypair", "delete", key)
            let again = try await stack.run("admin", "domain", "add", "lab")
            #expect(
                again.status == 1 && again.error.hasPrefix("backend.ai: the add of a domain was refused"), "\(again)")
            try await Self.must(stack, "admin", "group", "remove-users", group, id)
            try await Self.must(stack, "admin", "user", "delete", "anna@lab.org")
            try await Self.must(stack, "admin", "user", "purge", "anna@lab.org", "--yes")
            try await Self.must(stack, "admin", "group", "purge", group, "--yes")
            try await Self.must(stack, "admin", "domain", "purge", "lab", "--yes")

            let log = try await Self.json(stack, "admin", "audit", "list", "--limit", "50")
            let entities = Set(log["items"]?.items?.compactMap { $0["entity_type"]?.text } ?? [])
            #expect(entities.isSuperset(of: ["domain", "group", "user", "keypair"]), "\(entities)")
            #expect(log["items"]?.items?.allSatisfy { !"\($0.encodedText)".contains("Very-secret-1") } == true)
        }
    }

    @Test("policies, presets, scaling groups, agents and settings are changed")
    func cluster() async throws {
        try await TestStack.with { stack in
            for kind in ["keypair", "user", "project"] {
                try await Self.must(stack, "admin", "\(kind)-resource-policy", "add", "small")
                try await Self.must(stack, "admin", "\(kind)-resource-policy", "delete", "small", "-y")
            }
            try await Self.must(stack, "admin", "resource-preset", "add", "tiny", "cpu=1,mem=256m", "--shmem", "64m")
            try await Self.must(stack, "admin", "resource-preset", "update", "tiny", "-r", "cpu=2,mem=512m")
            let presets = try await stack.run(
                "admin", "resource-preset", "list", "--filter", #"name == "tiny""#, "--plain")
            #expect(presets.output == "tiny  cpu 2, mem 512 MiB  64 MiB\n", "\(presets)")
            try await Self.must(stack, "admin", "resource-preset", "delete", "tiny", "-y")
            try await Self.must(stack, "admin", "scaling-group", "add", "gpu")
            try await Self.must(stack, "admin", "scaling-group", "associate-scaling-group", "gpu", "default")
            let usable = try await stack.run("admin", "scaling-group", "get-available", "default", "-q")
            #expect(Set(usable.output.split(separator: "\n")) == ["default", "gpu"], "\(usable)")
            try await Self.must(stack, "admin", "scaling-group", "dissociate-scaling-group", "gpu", "default")
            try await Self.must(stack, "admin", "scaling-group", "delete", "gpu")
            let agent = try await stack.run("admin", "agent", "list", "-q").output.filter { !$0.isNewline }
            try await Self.must(stack, "admin", "agent", "update", agent, "--schedulable", "no")
            let held = try await stack.run("admin", "agent", "list", "-f", "schedulable", "--plain")
            #expect(held.output == "no\n")
            try await Self.must(stack, "admin", "manager", "scheduler", "include-agents", agent)
            try await Self.must(stack, "admin", "announcement", "update", "-m", "# 점검")
            #expect(try await stack.run("admin", "announcement", "get").output == "# 점검\n")
            try await Self.must(stack, "admin", "announcement", "delete", "-y")
            try await Self.must(stack, "admin", "image", "alias", "snake", "python")
            #expect(try await stack.run("admin", "image", "info", "snake").status == 0)
            try await Self.must(stack, "admin", "image", "dealias", "snake")
            try await Self.must(stack, "admin", "manager", "freeze")
            #expect(try await stack.run("admin", "manager", "status").output.contains("frozen"))
            try await Self.must(stack, "admin", "manager", "unfreeze")
            try await Self.must(stack, "admin", "image", "rescan")
        }
    }
}
