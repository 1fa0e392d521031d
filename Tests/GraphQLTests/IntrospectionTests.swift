import Testing

@testable import GraphQL

@Suite("Introspection")
struct IntrospectionTests {
    private func answer(_ query: String) async throws -> GraphQLValue {
        let response = try await TestSchema.executor().execute(query, context: .init(), introspection: true)
        #expect(response.errors.isEmpty)
        return try #require(response.data)
    }

    @Test("names the type of every object, interfaces resolved")
    func typename() async throws {
        let data = try await answer("{ __typename keypair { t: __typename user_id } nodes { __typename } }")
        #expect(
            TestSchema.text(of: data)
                == #"{"__typename":"Queries","keypair":{"t":"KeyPair","user_id":"mine"},"nodes":[{"__typename":"Agent"},{"__typename":"ComputeSession"},null]}"#
        )
    }

    @Test("shows the roots and directives as the official manager does (in-002)")
    func roots() async throws {
        let data = try await answer(
            "query { __schema { queryType { name } mutationType { name } subscriptionType { name } directives { name } } }"
        )
        #expect(
            TestSchema.text(of: data)
                == #"{"__schema":{"queryType":{"name":"Queries"},"mutationType":{"name":"Mutations"},"subscriptionType":null,"directives":[{"name":"include"},{"name":"skip"},{"name":"deprecated"},{"name":"specifiedBy"}]}}"#
        )
    }

    @Test("lists the types depth first from the root, introspection last")
    func order() async throws {
        let data = try await answer("{ __schema { types { name } } }")
        let names = data["__schema"]?["types"]?.listValue?.compactMap { $0["name"]?.stringValue } ?? []

        #expect(names.prefix(6) == ["Queries", "ComputeSessionList", "PaginatedList", "Item", "ID", "Int"])
        #expect(
            names.suffix(8) == [
                "__Schema", "__Type", "__TypeKind", "__Field", "__InputValue", "__EnumValue", "__Directive",
                "__DirectiveLocation",
            ])
        #expect(Set(names).count == names.count)
    }

    @Test(
        "describes one type",
        arguments: [
            (
                "name kind description fields { name description args { name } type { kind name ofType { name } } } interfaces { name } possibleTypes { name }",
                "Agent",
                #"{"name":"Agent","kind":"OBJECT","description":"A machine.","fields":[{"name":"id","description":null,"args":[],"type":{"kind":"SCALAR","name":"ID","ofType":null}},{"name":"cpu","description":"How many.","args":[],"type":{"kind":"SCALAR","name":"Int","ofType":null}}],"interfaces":[{"name":"Item"}],"possibleTypes":null}"#
            ),
            (
                "kind fields { type { kind name ofType { kind name ofType { name } } } } possibleTypes { name }",
                "PaginatedList",
                #"{"kind":"INTERFACE","fields":[{"type":{"kind":"NON_NULL","name":null,"ofType":{"kind":"LIST","name":null,"ofType":{"name":"Item"}}}},{"type":{"kind":"NON_NULL","name":null,"ofType":{"kind":"SCALAR","name":"Int","ofType":null}}}],"possibleTypes":[{"name":"ComputeSessionList"}]}"#
            ),
            (
                "kind fields { name } inputFields { name defaultValue type { name } }", "Props",
                #"{"kind":"INPUT_OBJECT","fields":null,"inputFields":[{"name":"description","defaultValue":"\"\"","type":{"name":"String"}},{"name":"needed","defaultValue":null,"type":{"name":null}},{"name":"tags","defaultValue":null,"type":{"name":null}},{"name":"color","defaultValue":null,"type":{"name":"Color"}},{"name":"nested","defaultValue":null,"type":{"name":"Props"}}]}"#
            ),
            (
                "kind enumValues { name isDeprecated }", "Color",
                #"{"kind":"ENUM","enumValues":[{"name":"RED","isDeprecated":false},{"name":"GREEN","isDeprecated":false}]}"#
            ),
            ("kind enumValues { name } ofType { name }", "UUID", #"{"kind":"SCALAR","enumValues":null,"ofType":null}"#),
            ("name", "Nosuch", "null"),
        ]
    )
    func type(selection: String, name: String, expected: String) async throws {
        let data = try await answer("{ __type(name: \"\(name)\") { \(selection) } }")
        #expect(TestSchema.text(of: data["__type"] ?? .null) == expected)
    }

    @Test("answers the standard introspection query of graphql-core")
    func standardQuery() async throws {
        let data = try await answer(Self.introspectionQuery)
        let types = data["__schema"]?["types"]?.listValue ?? []
        let root = types.first { $0["name"] == "Queries" }
        let echo = root?["fields"]?.listValue?.first { $0["name"] == "echo" }
        let color = echo?["args"]?.listValue?.first { $0["name"] == "color" }

        #expect(types.count == 29)
        #expect(color?["defaultValue"] == "RED")
        #expect(types.allSatisfy { $0["kind"]?.stringValue != nil })
    }

    /// What `get_introspection_query()` returns, the levels of `ofType` cut to what the schema has.
    private static let introspectionQuery = """
        query IntrospectionQuery {
          __schema {
            queryType { name }
            mutationType { name }
            subscriptionType { name }
            types {
              ...FullType
            }
            directives {
              name
              description
              locations
              args {
                ...InputValue
              }
            }
          }
        }

        fragment FullType on __Type {
          kind
          name
          description
          fields(includeDeprecated: true) {
            name
            description
            args {
              ...InputValue
            }
            type {
              ...TypeRef
            }
            isDeprecated
            deprecationReason
          }
          inputFields {
            ...InputValue
          }
          interfaces {
            ...TypeRef
          }
          enumValues(includeDeprecated: true) {
            name
            description
            isDeprecated
            deprecationReason
          }
          possibleTypes {
            ...TypeRef
          }
        }

        fragment InputValue on __InputValue {
          name
          description
          type { ...TypeRef }
          defaultValue
        }

        fragment TypeRef on __Type {
          kind
          name
          ofType {
            kind
            name
            ofType {
              kind
              name
              ofType {
                kind
                name
                ofType {
                  kind
                  name
                  ofType {
                    kind
                    name
                    ofType {
                      kind
                      name
                      ofType {
                        kind
                        name
                      }
                    }
                  }
                }
              }
            }
          }
        }
        """
}
