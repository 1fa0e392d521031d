import Testing

@testable import GraphQL

@Suite("Validator")
struct ValidatorTests {
    // Messages, places and order are those of graphql-core 3.2 for the same schema.
    @Test(
        "reports what graphql-core reports",
        arguments: [
            (
                "{ compute_session(id: \"x\") { nme } }",
                [
                    "Expected value of type 'UUID!', found \"x\"; badly formed hexadecimal UUID string @1:23",
                    "Cannot query field 'nme' on type 'ComputeSession'. Did you mean 'name'? @1:30",
                ]
            ),
            (
                "{ nodes { cpu } }",
                [
                    "Cannot query field 'cpu' on type 'Item'. Did you mean to use an inline fragment on 'Agent' or 'ComputeSession'? @1:11"
                ]
            ),
            (
                "{ nodes }",
                [
                    "Field 'nodes' of type '[Item]' must have a selection of subfields. Did you mean 'nodes { ... }'? @1:3"
                ]
            ),
            (
                "{ agent(agnt_id: \"a\") { id } }",
                [
                    "Unknown argument 'agnt_id' on field 'Queries.agent'. Did you mean 'agent_id'? @1:9",
                    "Field 'agent' argument 'agent_id' of type 'String!' is required, but it was not provided. @1:3",
                ]
            ),
            (
                "{ agent(agent_id: null, agent_id: 5) { id } }",
                [
                    "There can be only one argument named 'agent_id'. @1:9,1:25",
                    "Expected value of type 'String!', found null. @1:19",
                    "String cannot represent a non string value: 5 @1:35",
                ]
            ),
            (
                "{ keypair { ...F ...G } } fragment G on Agent { id } fragment H on KeyPair { user_id }",
                [
                    "Unknown fragment 'F'. @1:16",
                    "Fragment 'G' cannot be spread here as objects of type 'KeyPair' can never be of type 'Agent'. @1:18",
                    "Fragment 'H' is never used. @1:54",
                ]
            ),
            (
                "{ keypair { ...A } } fragment A on KeyPair { ...A }",
                [
                    "Cannot spread fragment 'A' within itself. @1:46"
                ]
            ),
            (
                "{ keypair { ...A } } fragment A on KeyPair { ...B } fragment B on KeyPair { user_id ...A }",
                [
                    "Cannot spread fragment 'A' within itself via 'B'. @1:46,1:85"
                ]
            ),
            (
                "{ keypair { ... on Strng { x } ... on Color { x } ... on Agent { id } } }",
                [
                    "Unknown type 'Strng'. Did you mean 'String' or 'Strict'? @1:20",
                    "Fragment cannot condition on non composite type 'Color'. @1:39",
                    "Fragment cannot be spread here as objects of type 'KeyPair' can never be of type 'Agent'. @1:51",
                ]
            ),
            (
                "fragment F on KeyPair { user_id } fragment F on KeyPair { user_id } { keypair { ...F } }",
                [
                    "There can be only one fragment named 'F'. @1:10,1:44"
                ]
            ),
            (
                "query A { first } query A { first } { first }",
                [
                    "There can be only one operation named 'A'. @1:7,1:25",
                    "This anonymous operation must be the only defined operation. @1:37",
                ]
            ),
            (
                "query A($a: Int, $a: Int, $b: Agent, $c: Nope, $d: Int = \"x\") { echo(count: $a) }",
                [
                    "There can be only one variable named '$a'. @1:10,1:19",
                    "Variable '$b' cannot be non-input type 'Agent'. @1:31",
                    "Unknown type 'Nope'. @1:42",
                    "Int cannot represent non-integer value: \"x\" @1:58",
                    "Variable '$b' is never used in operation 'A'. @1:27",
                    "Variable '$c' is never used in operation 'A'. @1:38",
                    "Variable '$d' is never used in operation 'A'. @1:48",
                ]
            ),
            (
                "query A { ...F } fragment F on Queries { echo(count: $n) }",
                [
                    "Variable '$n' is not defined by operation 'A'. @1:54,1:1"
                ]
            ),
            (
                "query($a: Int, $b: [ID]) { agent(agent_id: $a) { id } echo(ids: $b) }",
                [
                    "Variable '$a' of type 'Int' used in position expecting type 'String!'. @1:7,1:44",
                    "Variable '$b' of type '[ID]' used in position expecting type '[ID!]'. @1:16,1:65",
                ]
            ),
            ("query($a: String = \"x\", $i: [ID!]!) { agent(agent_id: $a) { id } echo(ids: $i) }", []),
            (
                "{ echo(color: \"RED\", flag: 1, count: 3000000000, number: \"1\", ids: [1, \"a\", true], big: 1.5) }",
                [
                    "Enum 'Color' cannot represent non-enum value: \"RED\". Did you mean the enum value 'RED' or 'GREEN'? @1:15",
                    "Boolean cannot represent a non boolean value: 1 @1:28",
                    "Int cannot represent non 32-bit signed integer value: 3000000000 @1:38",
                    "Float cannot represent non numeric value: \"1\" @1:58",
                    "ID cannot represent a non-string and non-integer value: true @1:77",
                    "Expected value of type 'BigInt', found 1.5. @1:89",
                ]
            ),
            (
                "{ echo(color: GREY, props: {neded: 1, tags: [\"a\", null], tags: \"b\", nested: 5}) }",
                [
                    "Value 'GREY' does not exist in 'Color' enum. Did you mean the enum value 'GREEN' or 'RED'? @1:15",
                    "Field 'Props.needed' of required type 'Int!' was not provided. @1:28",
                    "Field 'neded' is not defined by type 'Props'. Did you mean 'needed' or 'nested'? @1:29",
                    "Expected value of type 'String!', found null. @1:51",
                    "There can be only one input field named 'tags'. @1:39,1:58",
                    "Expected value of type 'Props', found 5. @1:77",
                ]
            ),
            (
                "query @skip(if: true) { first @skip @include(if: 1) @foo @skip(if: true) }",
                [
                    "Directive '@skip' may not be used on query. @1:7",
                    "The directive '@skip' can only be used once at this location. @1:31,1:58",
                    "Directive '@skip' argument 'if' of type 'Boolean!' is required, but it was not provided. @1:31",
                    "Boolean cannot represent a non boolean value: 1 @1:50",
                    "Unknown directive '@foo'. @1:53",
                ]
            ),
            (
                "{ a: first a: second agent(agent_id: \"1\") { id } agent(agent_id: \"2\") { id } }",
                [
                    "Fields 'a' conflict because 'first' and 'second' are different fields. Use different aliases on the fields to fetch both if this was intentional. @1:3,1:12",
                    "Fields 'agent' conflict because they have differing arguments. Use different aliases on the fields to fetch both if this was intentional. @1:22,1:50",
                ]
            ),
            (
                "{ keypair { a: user_id } ...F } fragment F on Queries { keypair { a: access_key } }",
                [
                    "Fields 'keypair' conflict because subfields 'a' conflict because 'user_id' and 'access_key' are different fields. Use different aliases on the fields to fetch both if this was intentional. @1:3,1:13,1:57,1:67"
                ]
            ),
            (
                "{ nodes { ... on Agent { cpu } ... on ComputeSession { cpu } } }",
                [
                    "Fields 'cpu' conflict because they return conflicting types 'Int' and 'Float'. Use different aliases on the fields to fetch both if this was intentional. @1:26,1:56"
                ]
            ),
            ("{ nodes { ... on Agent { x: id } ... on ComputeSession { x: id } } keypair { user_id user_id } }", []),
            (
                "{ __type { name } keypair { __schema { description } } }",
                [
                    "Field '__type' argument 'name' of type 'String!' is required, but it was not provided. @1:3",
                    "Cannot query field '__schema' on type 'KeyPair'. @1:29",
                ]
            ),
        ] as [(String, [String])]
    )
    func violations(query: String, expected: [String]) throws {
        let errors = Validator.errors(
            of: try GraphQLDocument.parse(query), in: try TestSchema.schema().index, limits: GraphQLLimits())
        #expect(GraphQLResponse(data: nil, errors: errors).shortErrors == expected)
    }

    @Test("measures fragments each time they are spread")
    func cost() async throws {
        let executor = try TestSchema.executor(limits: GraphQLLimits(cost: 10))
        let fragment = " fragment F on KeyPair { user_id access_key }"

        let within = await executor.execute("{ a: keypair { ...F } }" + fragment, context: .init())
        #expect(within.errors.isEmpty)

        let beyond = await executor.execute(
            "{ a: keypair { ...F } b: keypair { ...F } c: keypair { ...F } }" + fragment, context: .init())
        #expect(beyond.shortErrors == ["Query selects more than 10 fields. @1:1"])
    }
}
