import Testing

@testable import GraphQL

/// Answers recorded from the official manager 23.09.10, record names in front.
@Suite("Answers of the official manager")
struct GoldenMessageTests {
    @Test(
        "are given word for word",
        arguments: [
            (
                "gq-179", "query($id: UUID!) { compute_session(id: $id) { name } }", ["id": "xyz"],
                #"{"data":null,"errors":[{"message":"Variable '$id' got invalid value 'xyz'; Expected type 'UUID'. badly formed hexadecimal UUID string","locations":[{"line":1,"column":7}]}]}"#
            ),
            (
                "gq-187", "query { __typename keypair { __typename user_id } }", [:],
                #"{"data":null,"errors":[{"message":"Cannot query '__typename': introspection is disabled.","locations":[{"line":1,"column":9}]},{"message":"Cannot query '__typename': introspection is disabled.","locations":[{"line":1,"column":30}]}]}"#
            ),
            (
                "gq-194", "query { keypair { nosuch } }", [:],
                #"{"data":null,"errors":[{"message":"Cannot query field 'nosuch' on type 'KeyPair'.","locations":[{"line":1,"column":19}]}]}"#
            ),
            (
                "gq-195", "query { keypair(zzz: 1) { user_id } }", [:],
                #"{"data":null,"errors":[{"message":"Unknown argument 'zzz' on field 'Queries.keypair'.","locations":[{"line":1,"column":17}]}]}"#
            ),
            (
                "gq-196", "query($id: UUID!) { compute_session(id: $id) { name } }", [:],
                #"{"data":null,"errors":[{"message":"Variable '$id' of required type 'UUID!' was not provided.","locations":[{"line":1,"column":7}]}]}"#
            ),
            (
                "gq-197", "query($id: UUID!) { compute_session(id: $id) { name } }", ["id": .null],
                #"{"data":null,"errors":[{"message":"Variable '$id' of non-null type 'UUID!' must not be null.","locations":[{"line":1,"column":7}]}]}"#
            ),
            (
                "gq-198", "query($l: Int!) { compute_session_list(limit: $l, offset: 0) { total_count } }", ["l": "x"],
                #"{"data":null,"errors":[{"message":"Variable '$l' got invalid value 'x'; Int cannot represent non-integer value: 'x'","locations":[{"line":1,"column":7}]}]}"#
            ),
            (
                "gq-139", "query { compute_session_list { total_count } }", [:],
                #"{"data":null,"errors":[{"message":"Field 'compute_session_list' argument 'limit' of type 'Int!' is required, but it was not provided.","locations":[{"line":1,"column":9}]},{"message":"Field 'compute_session_list' argument 'offset' of type 'Int!' is required, but it was not provided.","locations":[{"line":1,"column":9}]}]}"#
            ),
            (
                "gq-202", "query { keypair { user_id { x } } }", [:],
                #"{"data":null,"errors":[{"message":"Field 'user_id' must not have a selection since type 'String' has no subfields.","locations":[{"line":1,"column":27}]}]}"#
            ),
            (
                "gq-205", "query { __schema { queryType { name } } }", [:],
                #"{"data":null,"errors":[{"message":"Cannot query '__schema': introspection is disabled.","locations":[{"line":1,"column":9}]}]}"#
            ),
            (
                "gq-207", "subscription { x }", [:],
                #"{"data":null,"errors":[{"message":"Schema is not configured to execute subscription operation.","locations":[{"line":1,"column":1}]}]}"#
            ),
            (
                "gq-208", "query A { keypair { user_id } } query B { keypair { access_key } }", [:],
                #"{"data":null,"errors":[{"message":"Must provide operation name if query contains multiple operations."}]}"#
            ),
            (
                "gq-210", "query { agent(agent_id: $a) { id } }", [:],
                #"{"data":null,"errors":[{"message":"Variable '$a' is not defined.","locations":[{"line":1,"column":25},{"line":1,"column":1}]}]}"#
            ),
            (
                "gq-200", "query($x: Int) { keypair { user_id } }", [:],
                #"{"data":null,"errors":[{"message":"Variable '$x' is never used.","locations":[{"line":1,"column":7}]}]}"#
            ),
            (
                "gm-063", "mutation($input: Props!) {\n  modify(name: \"x\", props: $input) {\n    ok\n  }\n}",
                ["input": ["zzz": true]],
                #"{"data":null,"errors":[{"message":"Variable '$input' got invalid value {'zzz': True}; Field 'needed' of required type 'Int!' was not provided.","locations":[{"line":1,"column":10}]},{"message":"Variable '$input' got invalid value {'zzz': True}; Field 'zzz' is not defined by type 'Props'.","locations":[{"line":1,"column":10}]}]}"#
            ),
        ] as [(String, String, GraphQLValue, String)]
    )
    func recorded(record: String, query: String, variables: GraphQLValue, expected: String) async throws {
        let response = try await TestSchema.executor().execute(query, variables: variables, context: .init())
        #expect(response.json == expected, "\(record)")
    }

    @Test("gq-199, gq-211, gq-212: undeclared variables are ignored, operations are chosen by name")
    func operations() async throws {
        let executor = try TestSchema.executor()
        let text = "query A { keypair { user_id } } query B { keypair { access_key } }"

        let chosen = await executor.execute(text, operationName: "B", variables: ["zzz": 1], context: .init())
        #expect(chosen.json == #"{"data":{"keypair":{"access_key":"mine"}}}"#)

        let unknown = await executor.execute(text, operationName: "Z", context: .init())
        #expect(unknown.json == #"{"data":null,"errors":[{"message":"Unknown operation named 'Z'."}]}"#)
    }

    @Test("gq-043: a resolver's error has its place and path, and its field is null")
    func resolverError() async throws {
        let response = try await TestSchema.executor().execute("query {\n  forbidden\n}", context: .init())
        #expect(
            response.json
                == #"{"data":{"forbidden":null},"errors":[{"message":"Forbidden operation.","locations":[{"line":2,"column":3}],"path":["forbidden"]}]}"#
        )
    }

    @Test("in-006: a syntax error is an ordinary response")
    func syntaxError() async throws {
        let response = try await TestSchema.executor().execute("query { keypair { user_id ", context: .init())
        #expect(
            response.json
                == #"{"data":null,"errors":[{"message":"Syntax Error: Expected Name, found <EOF>.","locations":[{"line":1,"column":27}]}]}"#
        )
    }
}
