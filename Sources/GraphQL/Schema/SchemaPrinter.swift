/// Writes a schema in the schema language, as graphql-core's `print_schema` does for a sorted schema.
struct SchemaPrinter {
    let index: SchemaIndex

    var text: String {
        let builtIn = Set(Leaf.builtIn.map(\.name))
        let types = index.types.values
            .filter { !$0.name.hasPrefix("__") && !builtIn.contains($0.name) }
            .sorted { $0.name < $1.name }
        return ([roots].compactMap(\.self) + types.map(type)).joined(separator: "\n\n") + "\n"
    }

    /// The `schema` block, left out when the roots have their usual names.
    private var roots: String? {
        if index.query == "Query", index.mutation == nil || index.mutation == "Mutation" { return nil }
        let mutation = index.mutation.map { "  mutation: \($0)\n" } ?? ""
        return "schema {\n  query: \(index.query)\n\(mutation)}"
    }

    private func type(_ type: TypeDefinition) -> String {
        let interfaces = type.interfaces.isEmpty ? "" : " implements " + type.interfaces.joined(separator: " & ")
        let body: String
        switch type.kind {
        case .leaf(.enumeration(_, let values)):
            body = "enum \(type.name)" + block(values.map { "  " + $0 })
        case .leaf:
            body = "scalar \(type.name)"
        case .object:
            body = "type \(type.name)\(interfaces)" + block(fields(type.fields))
        case .interface:
            body = "interface \(type.name)\(interfaces)" + block(fields(type.fields))
        case .inputObject(let inputs):
            body =
                "input \(type.name)"
                + block(
                    inputs.enumerated().map { position, input in
                        description(input.description, indent: "  ", first: position == 0) + "  " + self.input(input)
                    })
        }
        return description(type.description) + body
    }

    private func fields(_ fields: [GraphQLField]) -> [String] {
        fields.enumerated().map { position, field in
            description(field.description, indent: "  ", first: position == 0)
                + "  \(field.name)\(arguments(field.arguments)): \(field.type)"
        }
    }

    private func arguments(_ arguments: [GraphQLInput]) -> String {
        if arguments.isEmpty { return "" }
        if arguments.allSatisfy({ $0.description == nil }) {
            return "(" + arguments.map(input).joined(separator: ", ") + ")"
        }
        let lines = arguments.enumerated().map { position, argument in
            description(argument.description, indent: "    ", first: position == 0) + "    " + input(argument)
        }
        return "(\n" + lines.joined(separator: "\n") + "\n  )"
    }

    private func input(_ input: GraphQLInput) -> String {
        "\(input.name): \(input.type)" + (input.defaultValue.map { " = " + $0.literal } ?? "")
    }

    private func block(_ lines: [String]) -> String {
        lines.isEmpty ? "" : " {\n" + lines.joined(separator: "\n") + "\n}"
    }

    private func description(_ text: String?, indent: String = "", first: Bool = true) -> String {
        guard let text else { return "" }
        let escaped = text.split(separator: "\"\"\"", omittingEmptySubsequences: false).joined(separator: "\\\"\"\"")
        let long = text.unicodeScalars.count > 70 || text.contains("\n") || text.hasSuffix("\"") || text.hasSuffix("\\")
        let quoted = long ? "\"\"\"\n\(escaped)\n\"\"\"" : "\"\"\"\(escaped)\"\"\""
        let lines = quoted.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n" + indent)
        return (first || indent.isEmpty ? indent : "\n" + indent) + lines + "\n"
    }
}
