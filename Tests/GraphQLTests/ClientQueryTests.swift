import Testing

@testable import GraphQL

/// The texts that the official Python client 23.09.10 sends, letter for letter.
@Suite("Queries of the official client")
struct ClientQueryTests {
    /// A query of the client's paginated listing: limit and offset come first.
    private struct Listing {
        let root: String
        let variables: [(name: String, type: String)]
        let fields: [String]

        var text: String {
            let declared = variables.map { ", $\($0.name): \($0.type)" }.joined()
            let passed = variables.map { ", \($0.name):$\($0.name)" }.joined()
            return
                "query($limit:Int!, $offset:Int!\(declared)) {\n  \(root)(\n      limit:$limit, offset:$offset\(passed)) {\n"
                + "    items { \(fields.joined(separator: " ")) }\n    total_count\n  }\n}"
        }
    }

    private static let filters = [(name: "filter", type: "String"), (name: "order", type: "String")]

    private static let listings = [
        Listing(
            root: "compute_session_list",
            variables: [("status", "String"), ("access_key", "String")] + filters,
            fields: [
                "name", "access_key", "id", "group_name", "main_kernel_id", "image", "type", "status", "status_info",
                "status_changed", "result", "tag", "created_at", "occupying_slots",
            ]),
        Listing(
            root: "agent_list",
            variables: [("status", "String"), ("scaling_group", "String")] + filters,
            fields: [
                "id", "status", "architecture", "scaling_group", "region", "first_contact", "cpu_cur_pct",
                "mem_cur_bytes", "available_slots", "occupied_slots",
            ]),
        Listing(
            root: "keypair_list",
            variables: [("is_active", "Boolean"), ("domain_name", "String")] + filters + [("email", "String")],
            fields: [
                "user_id", "projects", "user_info { full_name }", "access_key", "secret_key", "is_active", "is_admin",
                "created_at", "last_used", "resource_policy", "rate_limit", "concurrency_used",
            ]),
        Listing(
            root: "user_list",
            variables: [("status", "String"), ("group_id", "UUID")] + filters,
            fields: [
                "uuid", "username", "role", "email", "full_name", "need_password_change", "status", "status_info",
                "created_at", "domain_name", "groups { id name }", "allowed_client_ip", "sudo_session_enabled",
                "main_access_key",
            ]),
        Listing(root: "storage_volume_list", variables: filters, fields: ["id", "backend", "capabilities"]),
        Listing(
            root: "vfolder_list",
            variables: [("group_id", "UUID")] + filters,
            fields: ["host", "name", "created_at", "creator", "group", "permission", "ownership_type", "status"]),
        Listing(
            root: "endpoint_list",
            variables: filters,
            fields: [
                "endpoint_id", "name", "image", "desired_session_count",
                "routings { routing_id session status traffic_ratio }", "session_owner", "url", "open_to_public",
            ]),
    ]

    private static let objects: [(text: String, variables: GraphQLValue, fields: [String])] = [
        (
            "query {  keypair {    user_id access_key secret_key is_active is_admin  }}", [:],
            ["user_id", "access_key", "secret_key", "is_active", "is_admin"]
        ),
        (
            "query($id: UUID!) {  compute_session(id: $id) {    name id main_kernel_id image containers { id cluster_role cluster_idx last_stat id } dependencies { name id }  }}",
            ["id": "6fa459ea-ee8a-3ca4-894e-db77e160355e"],
            [
                "name", "id", "main_kernel_id", "image", "containers { id cluster_role cluster_idx last_stat }",
                "dependencies { name id }",
            ]
        ),
        (
            "query($agent_id: String!) {  agent(agent_id: $agent_id) {    id status region live_stat local_config  }}",
            ["agent_id": "i-1"], ["id", "status", "region", "live_stat", "local_config"]
        ),
        (
            "query($is_operation: Boolean) {  images(is_operation: $is_operation) {    name registry architecture tag digest size_bytes aliases  }}",
            ["is_operation": true], ["name", "registry", "architecture", "tag", "digest", "size_bytes", "aliases"]
        ),
        (
            "query($vfolder_host: String!) {  storage_volume(id: $vfolder_host) {    id backend path  }}",
            ["vfolder_host": "local:v"], ["id", "backend", "path"]
        ),
        (
            "query($gid: UUID!) {  group(id: $gid) {    id name description  }}",
            ["gid": "6fa459ea-ee8a-3ca4-894e-db77e160355e"], ["id", "name", "description"]
        ),
    ]

    @Test("are answered with exactly the requested keys in the requested order", arguments: 0..<7)
    func listing(index: Int) async throws {
        let listing = Self.listings[index]
        var variables: [GraphQLValue.Member] = [.init(name: "limit", value: 20), .init(name: "offset", value: 0)]
        variables += listing.variables.map { .init(name: $0.name, value: .null) }

        let response = await GraphQLExecutor(try Self.schema()).execute(
            listing.text, variables: .object(variables), context: ())
        let item = "{" + listing.fields.map(Self.expected).joined(separator: ",") + "}"

        #expect(response.json == #"{"data":{"\#(listing.root)":{"items":[\#(item)],"total_count":1}}}"#)
    }

    @Test("for one object are answered the same way", arguments: 0..<6)
    func single(index: Int) async throws {
        let (text, variables, fields) = Self.objects[index]
        let response = await GraphQLExecutor(try Self.schema()).execute(text, variables: variables, context: ())

        #expect(response.errors.isEmpty, "\(response.json)")
        let object = response.data?.members?.first?.value ?? .null
        let answer = TestSchema.text(of: object.listValue?.first ?? object)
        #expect(answer == "{" + fields.map(Self.expected).joined(separator: ",") + "}")
    }

    @Test("may carry an undeclared variable, as alias with an architecture does")
    func undeclaredVariable() async throws {
        let text =
            "mutation($alias: String!, $target: String!) {  alias_image(alias: $alias, target: $target) {    ok msg  }}"
        let response = await GraphQLExecutor(try Self.schema()).execute(
            text, variables: ["alias": "a", "target": "t", "architecture": "x86_64"], context: ())

        #expect(response.json == #"{"data":{"alias_image":{"ok":"ok","msg":"msg"}}}"#)
    }

    /// The JSON of one requested field: leaves answer their own name.
    private static func expected(_ field: String) -> String {
        let words = field.split(separator: " ")
        guard words.count > 1 else { return "\"\(field)\":\"\(field)\"" }
        let inner = words.dropFirst(2).dropLast().map { "\"\($0)\":\"\($0)\"" }.joined(separator: ",")
        let object = "{\(inner)}"
        return words[0] == "user_info" ? "\"user_info\":\(object)" : "\"\(words[0])\":[\(object)]"
    }

    /// A schema in which every field of every listing is a string that says its own name.
    private static func schema() throws -> GraphQLSchema<Void> {
        var names: Set<String> = ["ok", "msg", "path", "live_stat", "local_config", "digest", "registry", "size_bytes"]
        names.formUnion(["aliases", "description", "cluster_role", "cluster_idx", "last_stat", "routing_id", "session"])
        names.formUnion(["traffic_ratio"])
        names.formUnion(listings.flatMap(\.fields).filter { !$0.contains(" ") })
        let leaves = names
        let thing = GraphQLObject<Void>("Thing", of: Int.self) { type in
            for name in leaves.sorted() { type.property(name, .string) { _ in .string(name) } }
            type.property("user_info", "Thing") { .object($0) }
            for name in ["groups", "routings", "containers", "dependencies"] {
                type.property(name, "[Thing]") { .objects([$0]) }
            }
        }
        let page = GraphQLObject<Void>("ThingList", of: Int.self) { type in
            type.property("items", "[Thing]!") { .objects([$0]) }
            type.property("total_count", "Int!") { .int($0) }
        }
        let query = GraphQLObject<Void>("Queries") { type in
            for listing in listings {
                let inputs = [GraphQLInput("limit", "Int!"), GraphQLInput("offset", "Int!")]
                type.field(
                    listing.root, "ThingList",
                    inputs + listing.variables.map { GraphQLInput($0.name, GraphQLType(stringLiteral: $0.type)) }
                ) { _, _, _ in .object(1) }
            }
            type.field("keypair", "Thing") { _, _, _ in .object(1) }
            type.field("compute_session", "Thing", [GraphQLInput("id", "UUID!")]) { _, _, _ in .object(1) }
            type.field("group", "Thing", [GraphQLInput("id", "UUID!")]) { _, _, _ in .object(1) }
            type.field("agent", "Thing", [GraphQLInput("agent_id", "String!")]) { _, _, _ in .object(1) }
            type.field("storage_volume", "Thing", [GraphQLInput("id", .string)]) { _, _, _ in .object(1) }
            type.field("images", "[Thing]", [GraphQLInput("is_operation", .boolean)]) { _, _, _ in .objects([1]) }
        }
        let mutation = GraphQLObject<Void>("Mutations") { type in
            type.field(
                "alias_image", "Thing",
                [
                    GraphQLInput("alias", "String!"), GraphQLInput("target", "String!"),
                    GraphQLInput("architecture", .string, default: "x86_64"),
                ]
            ) { _, _, _ in .object(1) }
        }
        return try GraphQLSchema(query: query, mutation: mutation, objects: [thing, page], scalars: [.uuid])
    }
}
