import Testing

@testable import GraphQL

@Suite("GraphQLSchema")
struct SchemaTests {
    @Test("prints itself with types sorted and fields in order")
    func sdl() throws {
        let sdl = try TestSchema.schema().sdl

        #expect(
            sdl.hasPrefix(
                """
                schema {
                  query: Queries
                  mutation: Mutations
                }

                \"""A machine.\"""
                type Agent implements Item {
                  id: ID

                  \"""How many.\"""
                  cpu: Int
                }

                scalar BigInt

                enum Color {
                  RED
                  GREEN
                }

                type ComputeSession implements Item {

                """))
        #expect(
            sdl.contains(
                """
                input Props {
                  description: String = ""
                  needed: Int!
                  tags: [String!]
                  color: Color
                  nested: Props
                }

                """))
        #expect(sdl.contains("\n  agent(agent_id: String!): Agent\n"))
        #expect(sdl.contains("color: Color = RED, props: Props"))
        #expect(sdl.hasSuffix("scalar UUID\n"))
        #expect(!sdl.contains("__"))
    }

    @Test(
        "reads types as the schema language writes them",
        arguments: ["String", "String!", "[String]", "[[Int!]]!", "[ID!]!"]
    )
    func types(text: String) {
        #expect(GraphQLType(stringLiteral: text).description == text)
    }

    @Test("refuses declarations that do not fit together")
    func mistakes() {
        func error(
            _ fields: [(String, GraphQLType)],
            _ inputs: [GraphQLInput] = [],
            implements: [String] = [],
            interfaces: [GraphQLInterface] = []
        ) -> String? {
            let query = GraphQLObject<Void>("Query") { type in
                for (name, answer) in fields { type.field(name, answer, inputs) { _, _, _ in .null } }
            }
            let thing = GraphQLObject<Void>("Thing", of: String.self, implements: implements) { type in
                type.property("name", .string) { .string($0) }
            }
            do throws(GraphQLSchemaError) {
                _ = try GraphQLSchema(
                    query: query, objects: [thing], interfaces: interfaces,
                    inputs: [GraphQLInputObject("Props", fields: [GraphQLInput("a", .int)])])
                return nil
            } catch {
                return error.description
            }
        }

        #expect(error([("a", .string)]) == nil)
        #expect(error([]) == "type `Query` has no fields")
        #expect(error([("a", "[Nosuch!]")]) == "`Query.a` has the unknown type `[Nosuch!]`")
        #expect(error([("a", "[String")]) == "`Query.a` has the unknown type `[String`")
        #expect(error([("a", "Props")]) == "`Query.a` answers the input type `Props`")
        #expect(error([("a", .int), ("a", .int)]) == "`Query` declares `a` twice")
        #expect(error([("__a", .int)]) == "`__a` is no name for a type, field or argument")
        #expect(error([("a", .int)], [GraphQLInput("x", "Thing")]) == "`Query.a(x:)` takes the output type `Thing`")
        #expect(error([("a", .int)], implements: ["Item"]) == "`Thing` implements the unknown interface `Item`")
        #expect(
            error(
                [("a", .int)], implements: ["Item"],
                interfaces: [GraphQLInterface("Item", fields: [GraphQLField("id", .id)])])
                == "`Thing` lacks the field `id` of `Item`")
        #expect(
            error([("a", .int)], interfaces: [GraphQLInterface("Thing", fields: [GraphQLField("id", .id)])])
                == "type `Thing` is declared twice")
    }
}
