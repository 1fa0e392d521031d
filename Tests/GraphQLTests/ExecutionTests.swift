import Testing

@testable import GraphQL

@Suite("GraphQLExecutor")
struct ExecutionTests {
    @Test(
        "answers in the order of the request",
        arguments: [
            (
                "{ b: keypair { access_key user_id access_key } a: agent(agent_id: \"i-1\") { cpu id } }",
                #"{"b":{"access_key":"mine","user_id":"mine"},"a":{"cpu":2,"id":"i-1"}}"#
            ),
            (
                "{ keypair { user_id } ...F keypair { k: user_id } } fragment F on Queries { keypair { access_key } }",
                #"{"keypair":{"user_id":"mine","access_key":"mine","k":"mine"}}"#
            ),
            (
                "{ nodes { id ... on Agent { n: cpu } ...I ... on ComputeSession { status } } } fragment I on Item { i: id }",
                #"{"nodes":[{"id":"a","n":2,"i":"a"},{"id":"one","i":"one","status":"RUNNING"},null]}"#
            ),
            (
                "{ first @skip(if: true) second @include(if: false) ... @include(if: true) { keypair { user_id } } ...F @skip(if: true) } fragment F on Queries { first }",
                #"{"keypair":{"user_id":"mine"}}"#
            ),
            (
                "{ compute_session_list(limit: 2, offset: 0) { total_count items { name status_info cpu dependencies { name } } } }",
                #"{"compute_session_list":{"total_count":2,"items":[{"name":"one","status_info":null,"cpu":2.0,"dependencies":[]},{"name":"two","status_info":null,"cpu":2.0,"dependencies":[]}]}}"#
            ),
            ("{ agent(agent_id: \"\") { id } big }", #"{"agent":{"id":""},"big":8589934592.0}"#),
        ]
    )
    func data(query: String, expected: String) async throws {
        let response = try await TestSchema.executor().execute(query, context: .init())
        #expect(response.json == #"{"data":\#(expected)}"#)
    }

    @Test(
        "hands resolvers coerced arguments with their defaults",
        arguments: [
            ("{ echo }", [:], #"{"color":"RED"}"#),
            ("{ echo(text: null, color: GREEN) }", [:], #"{"text":null,"color":"GREEN"}"#),
            (
                "{ echo(number: 1, ids: 5, big: 12, text: \"\"\"x\"\"\") }", [:],
                #"{"text":"x","number":1.0,"color":"RED","ids":["5"],"big":12}"#
            ),
            (
                "{ echo(props: {tags: \"t\", needed: 1}) }", [:],
                #"{"color":"RED","props":{"description":"","needed":1,"tags":["t"]}}"#
            ),
            ("query($t: String) { echo(text: $t) }", [:], #"{"color":"RED"}"#),
            ("query($t: String) { echo(text: $t) }", ["t": .null], #"{"text":null,"color":"RED"}"#),
            ("query($t: String = \"d\") { echo(text: $t) }", [:], #"{"text":"d","color":"RED"}"#),
            ("query($c: Color) { echo(color: $c) }", [:], #"{"color":"RED"}"#),
            ("query($c: Color) { echo(color: $c) }", ["c": "GREEN"], #"{"color":"GREEN"}"#),
            (
                "query($n: Float, $i: [ID!]) { echo(number: $n, ids: $i) }", ["n": 2, "i": [1, "b"]],
                #"{"number":2.0,"color":"RED","ids":["1","b"]}"#
            ),
            (
                "query($p: Props) { echo(props: $p) }",
                ["p": ["needed": 1.0, "color": "RED", "nested": ["needed": 2, "description": .null]]],
                #"{"color":"RED","props":{"description":"","needed":1,"color":"RED","nested":{"description":null,"needed":2}}}"#
            ),
            (
                "query($n: Int!, $t: String) { echo(props: {needed: $n, description: $t, tags: [\"a\"]}) }", ["n": 3],
                #"{"color":"RED","props":{"description":"","needed":3,"tags":["a"]}}"#
            ),
        ] as [(String, GraphQLValue, String)]
    )
    func arguments(query: String, variables: GraphQLValue, expected: String) async throws {
        let response = try await TestSchema.executor().execute(query, variables: variables, context: .init())
        #expect(response.data?["echo"]?.stringValue == expected, "\(response.json)")
    }

    @Test(
        "normalises UUIDs",
        arguments: [
            "6FA459EAEE8A3CA4894EDB77E160355E", "{6fa459ea-ee8a-3ca4-894e-db77e160355e}",
            "urn:uuid:6fa459ea-ee8a-3ca4-894e-db77e160355e",
        ])
    func uuid(text: String) async throws {
        let response = try await TestSchema.executor().execute(
            "query($id: UUID!) { compute_session(id: $id) { name } }", variables: ["id": .string(text)],
            context: .init())
        #expect(response.data?["compute_session"]?["name"] == "6fa459ea-ee8a-3ca4-894e-db77e160355e")
    }

    @Test(
        "puts null where an error was, as far up as the types demand",
        arguments: [
            ("{ strict { present } }", #"{"data":{"strict":{"present":"here"}}}"#),
            (
                "{ keypair { user_id } strict { present absent } }",
                #"{"data":null,"errors":[{"message":"Cannot return null for non-nullable field Strict.absent.","locations":[{"line":1,"column":40}],"path":["strict","absent"]}]}"#
            ),
            (
                "{ s: strict { failing } }",
                #"{"data":null,"errors":[{"message":"broken","locations":[{"line":1,"column":15}],"path":["s","failing"]}]}"#
            ),
            (
                "{ texts }",
                #"{"data":{"texts":null},"errors":[{"message":"Cannot return null for non-nullable field Queries.texts.","locations":[{"line":1,"column":3}],"path":["texts",1]}]}"#
            ),
            (
                "{ loose_texts }",
                #"{"data":{"loose_texts":["a",null,null]},"errors":[{"message":"The answer to field 'Queries.loose_texts' has not the shape of type '[String]'.","locations":[{"line":1,"column":3}],"path":["loose_texts",2]}]}"#
            ),
            (
                "{ compute_session_list(limit: 3, offset: 0) { items { must } } }",
                #"{"data":{"compute_session_list":{"items":[{"must":"one"},null]}},"errors":[{"message":"Cannot return null for non-nullable field ComputeSession.must.","locations":[{"line":1,"column":55}],"path":["compute_session_list","items",1,"must"]}]}"#
            ),
            (
                "{ wide odd_color text_for_list stray { id } }",
                #"{"data":{"wide":null,"odd_color":null,"text_for_list":null,"stray":null},"errors":[{"message":"Int cannot represent non 32-bit signed integer value: 1099511627776","locations":[{"line":1,"column":3}],"path":["wide"]},{"message":"Enum 'Color' cannot represent value: 'BLACK'","locations":[{"line":1,"column":8}],"path":["odd_color"]},{"message":"Expected Iterable, but did not find one for field 'Queries.text_for_list'.","locations":[{"line":1,"column":18}],"path":["text_for_list"]},{"message":"Abstract type 'Item' must resolve to an Object type at runtime for field 'Queries.stray'.","locations":[{"line":1,"column":32}],"path":["stray"]}]}"#
            ),
        ]
    )
    func errors(query: String, expected: String) async throws {
        let context = TestSchema.Context(sessions: [.init(name: "one"), .init(name: nil)])
        let response = try await TestSchema.executor().execute(query, context: context)
        #expect(response.json == expected)
    }

    @Test("waits for asynchronous fields and keeps order, errors and paths")
    func asynchronous() async throws {
        let context = TestSchema.Context(sessions: [.init(name: "one"), .init(name: nil), .init(name: "three")])
        let response = try await TestSchema.executor().execute(
            "{ late_failure second first keypair { user_id } compute_session_list(limit: 3, offset: 0) { items { slow name } } }",
            context: context)

        #expect(
            response.json
                == #"{"data":{"late_failure":null,"second":"second","first":"first","keypair":{"user_id":"mine"},"compute_session_list":{"items":[{"slow":"one","name":"one"},{"slow":null,"name":null},{"slow":"three","name":"three"}]}},"errors":[{"message":"too late","locations":[{"line":1,"column":3}],"path":["late_failure"]},{"message":"nameless","locations":[{"line":1,"column":101}],"path":["compute_session_list","items",1,"slow"]}]}"#
        )
        #expect(Set(await context.journal.entries) == ["first", "second"])
    }

    @Test("runs mutations one after the other")
    func mutations() async throws {
        let context = TestSchema.Context()
        let response = try await TestSchema.executor().execute(
            "mutation($p: Props!) { one: modify(name: \"1\", props: $p) { ok msg } two: modify(name: \"2\", props: {needed: 2}) { ok } }",
            variables: ["p": ["needed": 1]], context: context)

        #expect(
            response.json
                == #"{"data":{"one":{"ok":true,"msg":"{\"description\":\"\",\"needed\":1}"},"two":{"ok":true}}}"#)
        #expect(await context.journal.entries == ["begin 1", "end 1", "begin 2", "end 2"])
    }

    @Test(
        "says which variable is wrong and why",
        arguments: [
            (
                "Int", ["v": 2.5],
                ["Variable '$v' got invalid value 2.5; Int cannot represent non-integer value: 2.5 @1:7"]
            ),
            (
                "Color", ["v": "GREY"],
                [
                    "Variable '$v' got invalid value 'GREY'; Value 'GREY' does not exist in 'Color' enum. Did you mean the enum value 'GREEN' or 'RED'? @1:7"
                ]
            ),
            (
                "[Int!]", ["v": [1, .null]],
                [
                    "Variable '$v' got invalid value None at 'v[1]'; Expected non-nullable type 'Int!' not to be None. @1:7"
                ]
            ),
            ("Props", ["v": 5], ["Variable '$v' got invalid value 5; Expected type 'Props' to be a mapping. @1:7"]),
            (
                "Props", ["v": ["needed": 1, "nested": ["needed": "x"]]],
                [
                    "Variable '$v' got invalid value 'x' at 'v.nested.needed'; Int cannot represent non-integer value: 'x' @1:7"
                ]
            ),
            ("BigInt", ["v": "x"], ["Variable '$v' got invalid value 'x'; Expected type 'BigInt'. @1:7"]),
            ("String", [1], ["Variables must be provided as an object."]),
        ] as [(String, GraphQLValue, [String])]
    )
    func variables(type: String, variables: GraphQLValue, expected: [String]) async throws {
        let place = ["Int": "count", "Color": "color", "Props": "props", "BigInt": "big", "String": "text"][type]
        let use = place.map { "echo(\($0): $v)" } ?? "echo(count: 1) @skip(if: false)"
        let executor = try TestSchema.executor()
        if place == nil {
            let document = try GraphQLDocument.parse("query($v: \(type)) { \(use) }")
            var coercion = VariableCoercion(index: executor.schema.index, source: document.source)
            _ = coercion.values(of: document.operations[0], given: variables.members ?? [])
            #expect(GraphQLResponse(data: nil, errors: coercion.errors).shortErrors == expected)
        } else {
            let response = await executor.execute(
                "query($v: \(type)) { \(use) }", variables: variables, context: .init())
            #expect(response.shortErrors == expected)
        }
    }

    @Test("reports a source of the wrong type as an error of the field")
    func wrongSource() async throws {
        let schema = try GraphQLSchema<Void>(
            query: GraphQLObject("Query") { $0.field("thing", "Thing") { _, _, _ in .object(5) } },
            objects: [GraphQLObject("Thing", of: String.self) { $0.property("name", .string) { .string($0) } }])
        let response = await GraphQLExecutor(schema).execute("{ thing { name } }", context: ())

        #expect(response.shortErrors == ["Field 'Thing.name' expects a source of String, not Int. @1:11"])
        #expect(response.data == ["thing": ["name": .null]])
    }
}
