/// Reads executable documents by recursive descent (GraphQL specification, October 2021, section 2).
///
/// Each nested construct passes through ``nested(_:)``, so the stack is bounded by the depth limit.
struct Parser {
    private var lexer: Lexer
    private let limits: GraphQLLimits
    private var depth = 0
    private var tokens = 0
    private(set) var token = Token(kind: .endOfFile, start: 0, text: "")

    init(_ source: SourceText, limits: GraphQLLimits) {
        lexer = Lexer(source)
        self.limits = limits
    }

    mutating func document() throws(GraphQLSyntaxError) -> GraphQLDocument {
        try advance()
        var definitions: [Definition] = []
        repeat {
            definitions.append(try definition())
        } while token.kind != .endOfFile
        return GraphQLDocument(source: lexer.source, definitions: definitions)
    }

    private mutating func definition() throws(GraphQLSyntaxError) -> Definition {
        let start = token.start
        if at("{") {
            return .operation(
                OperationDefinition(
                    kind: .query, name: nil, variables: [], directives: [],
                    selectionSet: try selectionSet(), offset: start))
        }
        if token.kind == .string || token.kind == .blockString { try refuseDescription() }
        guard token.kind == .name else { throw unexpected(token) }
        if token.text == "fragment" { return .fragment(try fragment()) }
        guard let kind = GraphQLOperationKind(rawValue: token.text) else { throw unexpected(token) }
        try advance()
        return .operation(
            OperationDefinition(
                kind: kind,
                name: token.kind == .name ? try name() : nil,
                variables: try variableDefinitions(),
                directives: try directives(constant: false),
                selectionSet: try selectionSet(),
                offset: start))
    }

    /// A string before a definition describes a type, which no request defines.
    private mutating func refuseDescription() throws(GraphQLSyntaxError) {
        let start = token.start
        try advance()
        guard token.kind == .name else { throw unexpected(token) }
        throw lexer.failure(
            "Unexpected description, descriptions are supported only on type definitions.", at: start)
    }

    private mutating func fragment() throws(GraphQLSyntaxError) -> FragmentDefinition {
        let start = token.start
        try advance()
        if token.text == "on" { throw unexpected(token) }
        let name = try name()
        guard token.kind == .name, token.text == "on" else {
            throw failure("Expected 'on', found \(token.description).")
        }
        try advance()
        return FragmentDefinition(
            name: name,
            condition: try self.name(),
            directives: try directives(constant: false),
            selectionSet: try selectionSet(),
            offset: start)
    }

    private mutating func variableDefinitions() throws(GraphQLSyntaxError) -> [VariableDefinition] {
        guard try take("(") else { return [] }
        var definitions: [VariableDefinition] = []
        repeat {
            definitions.append(try variableDefinition())
        } while try !take(")")
        return definitions
    }

    private mutating func variableDefinition() throws(GraphQLSyntaxError) -> VariableDefinition {
        let start = token.start
        try expect("$")
        let name = try name()
        try expect(":")
        let typeOffset = token.start
        let (type, namedTypeOffset) = try type()
        return VariableDefinition(
            name: name.text,
            nameOffset: name.offset,
            type: type,
            typeOffset: typeOffset,
            namedTypeOffset: namedTypeOffset,
            defaultValue: try take("=") ? try value(constant: true) : nil,
            directives: try directives(constant: true),
            offset: start)
    }

    /// The type, and where the name inside it stands.
    private mutating func type() throws(GraphQLSyntaxError) -> (GraphQLType, Int) {
        try descend()
        defer { depth -= 1 }
        let type: GraphQLType
        let offset: Int
        if try take("[") {
            let (item, itemOffset) = try self.type()
            type = .list(item)
            offset = itemOffset
            try expect("]")
        } else {
            let name = try name()
            type = .named(name.text)
            offset = name.offset
        }
        return (try take("!") ? .nonNull(type) : type, offset)
    }

    private mutating func selectionSet() throws(GraphQLSyntaxError) -> SelectionSet {
        try descend()
        defer { depth -= 1 }
        let start = token.start
        try expect("{")
        var selections: [Selection] = []
        repeat {
            selections.append(token.kind == .spread ? try spread() : .field(try field()))
        } while try !take("}")
        return SelectionSet(selections: selections, offset: start)
    }

    private mutating func field() throws(GraphQLSyntaxError) -> Field {
        let first = try name()
        let second = try take(":") ? try name() : nil
        return Field(
            alias: second == nil ? nil : first.text,
            name: (second ?? first).text,
            arguments: try arguments(constant: false),
            directives: try directives(constant: false),
            selectionSet: at("{") ? try selectionSet() : nil,
            offset: first.offset)
    }

    private mutating func spread() throws(GraphQLSyntaxError) -> Selection {
        let start = token.start
        try advance()
        if token.kind == .name, token.text != "on" {
            return .spread(
                FragmentSpread(name: try name(), directives: try directives(constant: false), offset: start))
        }
        var condition: Name?
        if token.kind == .name {
            try advance()
            condition = try name()
        }
        return .inline(
            InlineFragment(
                condition: condition,
                directives: try directives(constant: false),
                selectionSet: try selectionSet(),
                offset: start))
    }

    private mutating func directives(constant: Bool) throws(GraphQLSyntaxError) -> [Directive] {
        var directives: [Directive] = []
        while at("@") {
            let start = token.start
            try advance()
            directives.append(
                Directive(name: try name().text, arguments: try arguments(constant: constant), offset: start))
        }
        return directives
    }

    private mutating func arguments(constant: Bool) throws(GraphQLSyntaxError) -> [Argument] {
        guard try take("(") else { return [] }
        var arguments: [Argument] = []
        repeat {
            let name = try name()
            try expect(":")
            arguments.append(Argument(name: name.text, value: try value(constant: constant), offset: name.offset))
        } while try !take(")")
        return arguments
    }
}

extension Parser {
    private mutating func value(constant: Bool) throws(GraphQLSyntaxError) -> Literal {
        let start = token.start
        let text = token.text
        let kind: Literal.Kind
        switch token.kind {
        case .int: kind = .int(text)
        case .float: kind = .float(text)
        case .string, .blockString: kind = .string(text)
        case .name:
            switch text {
            case "true": kind = .bool(true)
            case "false": kind = .bool(false)
            case "null": kind = .null
            default: kind = .enumeration(text)
            }
        case .punctuator(UInt8(ascii: "$")):
            return Literal(kind: .variable(try variable(constant: constant)), offset: start)
        case .punctuator(UInt8(ascii: "[")):
            return Literal(kind: .list(try list(constant: constant)), offset: start)
        case .punctuator(UInt8(ascii: "{")):
            return Literal(kind: .object(try object(constant: constant)), offset: start)
        case .punctuator, .spread, .endOfFile:
            throw unexpected(token)
        }
        try advance()
        return Literal(kind: kind, offset: start)
    }

    private mutating func variable(constant: Bool) throws(GraphQLSyntaxError) -> String {
        let dollar = token
        try advance()
        if constant {
            guard token.kind == .name else { throw unexpected(dollar) }
            throw lexer.failure("Unexpected variable '$\(token.text)' in constant value.", at: dollar.start)
        }
        return try name().text
    }

    private mutating func list(constant: Bool) throws(GraphQLSyntaxError) -> [Literal] {
        try descend()
        defer { depth -= 1 }
        try advance()
        var items: [Literal] = []
        while try !take("]") { items.append(try value(constant: constant)) }
        return items
    }

    private mutating func object(constant: Bool) throws(GraphQLSyntaxError) -> [Literal.Field] {
        try descend()
        defer { depth -= 1 }
        try advance()
        var fields: [Literal.Field] = []
        while try !take("}") {
            let name = try name()
            try expect(":")
            fields.append(
                Literal.Field(name: name.text, value: try value(constant: constant), offset: name.offset))
        }
        return fields
    }
}

extension Parser {
    private mutating func advance() throws(GraphQLSyntaxError) {
        token = try lexer.next()
        guard token.kind != .endOfFile else { return }
        tokens += 1
        guard tokens <= limits.tokens else {
            throw failure("Document contains more than \(limits.tokens) tokens. Parsing aborted.")
        }
    }

    /// Enters a level of nesting; the caller leaves it.
    private mutating func descend() throws(GraphQLSyntaxError) {
        guard depth < limits.depth else {
            throw failure("Document nests deeper than \(limits.depth) levels. Parsing aborted.")
        }
        depth += 1
    }

    private func at(_ punctuator: Unicode.Scalar) -> Bool {
        token.kind == .punctuator(UInt8(truncatingIfNeeded: punctuator.value))
    }

    private mutating func take(_ punctuator: Unicode.Scalar) throws(GraphQLSyntaxError) -> Bool {
        guard at(punctuator) else { return false }
        try advance()
        return true
    }

    private mutating func expect(_ punctuator: Unicode.Scalar) throws(GraphQLSyntaxError) {
        guard try take(punctuator) else {
            throw failure("Expected '\(Character(punctuator))', found \(token.description).")
        }
    }

    private mutating func name() throws(GraphQLSyntaxError) -> Name {
        guard token.kind == .name else { throw failure("Expected Name, found \(token.description).") }
        let name = Name(text: token.text, offset: token.start)
        try advance()
        return name
    }

    private func failure(_ message: String) -> GraphQLSyntaxError {
        lexer.failure(message, at: token.start)
    }

    private func unexpected(_ token: Token) -> GraphQLSyntaxError {
        lexer.failure("Unexpected \(token.description).", at: token.start)
    }
}
