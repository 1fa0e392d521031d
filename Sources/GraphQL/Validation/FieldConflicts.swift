/// Finds fields that share a response key but not a meaning.
///
/// Source: graphql-core's `overlapping_fields_can_be_merged.py`. Its comparison of pairs is quadratic,
/// so comparisons are counted and given up at a limit that no sensible query comes near.
struct FieldConflicts {
    /// A field with the type it is selected on and its declaration.
    private struct Entry {
        let parent: TypeDefinition?
        let field: Field
        let definition: GraphQLField?
    }

    /// What one selection set holds, inline fragments opened, spreads by name.
    private final class Content {
        var keys: [String] = []
        var entries: [String: [Entry]] = [:]
        var spreads: [String] = []
    }

    private struct Pair: Hashable {
        let first: String
        let second: String

        init(_ first: String, _ second: String) {
            (self.first, self.second) = first < second ? (first, second) : (second, first)
        }
    }

    private let document: GraphQLDocument
    private let index: SchemaIndex
    private var contents: [ObjectIdentifier: Content] = [:]
    private var compared: [Pair: Bool] = [:]
    private var comparisons = 0

    /// Some 50 ms of work.
    private static let maximumComparisons = 100_000

    init(document: GraphQLDocument, index: SchemaIndex) {
        self.document = document
        self.index = index
    }

    /// Whether the search was given up; what it found until then holds.
    var isExhausted: Bool { comparisons > Self.maximumComparisons }

    /// The conflicts inside `selectionSet`, found through spread fragments, too.
    mutating func conflicts(within selectionSet: SelectionSet, of type: TypeDefinition?) -> [FieldConflict] {
        let content = content(of: selectionSet, type)
        var found: [FieldConflict] = []
        for key in content.keys {
            let entries = content.entries[key] ?? []
            for (position, entry) in entries.enumerated() {
                for other in entries[(position + 1)...] {
                    guard !isExhausted else { return found }
                    if let conflict = conflict(key, entry, other, exclusive: false) { found.append(conflict) }
                }
            }
        }
        for (position, name) in content.spreads.enumerated() {
            compare(content, withFragment: name, exclusive: false, &found)
            for other in content.spreads[(position + 1)...] {
                compareFragments(name, other, exclusive: false, &found)
            }
        }
        return found
    }

    private mutating func compare(
        _ content: Content,
        withFragment name: String,
        exclusive: Bool,
        _ found: inout [FieldConflict]
    ) {
        guard let other = self.content(ofFragment: name), other !== content else { return }
        compare(content, other, exclusive: exclusive, &found)
        for spread in other.spreads where note(spread, name, exclusive: exclusive) {
            compare(content, withFragment: spread, exclusive: exclusive, &found)
        }
    }

    private mutating func compareFragments(
        _ first: String,
        _ second: String,
        exclusive: Bool,
        _ found: inout [FieldConflict]
    ) {
        guard first != second, note(first, second, exclusive: exclusive),
            let content = content(ofFragment: first), let other = self.content(ofFragment: second)
        else { return }
        compare(content, other, exclusive: exclusive, &found)
        for spread in other.spreads { compareFragments(first, spread, exclusive: exclusive, &found) }
        for spread in content.spreads { compareFragments(spread, second, exclusive: exclusive, &found) }
    }

    /// Whether a pair of fragments is still to be compared; notes that it now is.
    private mutating func note(_ first: String, _ second: String, exclusive: Bool) -> Bool {
        comparisons += 1
        guard !isExhausted else { return false }
        let pair = Pair(first, second)
        if let earlier = compared[pair], exclusive || !earlier { return false }
        compared[pair] = exclusive
        return true
    }

    private mutating func compare(
        _ first: Content,
        _ second: Content,
        exclusive: Bool,
        _ found: inout [FieldConflict]
    ) {
        for key in first.keys {
            guard let others = second.entries[key] else { continue }
            for entry in first.entries[key] ?? [] {
                for other in others {
                    guard !isExhausted else { return }
                    if let conflict = conflict(key, entry, other, exclusive: exclusive) { found.append(conflict) }
                }
            }
        }
    }

    private mutating func conflict(_ key: String, _ first: Entry, _ second: Entry, exclusive: Bool) -> FieldConflict? {
        comparisons += 1
        let exclusive = exclusive || Self.areExclusive(first.parent, second.parent)
        if let difference = difference(first, second, exclusive: exclusive) {
            return FieldConflict(key: key, reason: .text(difference), first: [first.field], second: [second.field])
        }
        guard let set = first.field.selectionSet, let otherSet = second.field.selectionSet else { return nil }
        let content = content(of: set, first.definition.flatMap { index.definition(of: $0.type) })
        let other = self.content(of: otherSet, second.definition.flatMap { index.definition(of: $0.type) })
        var found: [FieldConflict] = []
        compare(content, other, exclusive: exclusive, &found)
        for name in other.spreads { compare(content, withFragment: name, exclusive: exclusive, &found) }
        for name in content.spreads { compare(other, withFragment: name, exclusive: exclusive, &found) }
        for name in content.spreads {
            for otherName in other.spreads { compareFragments(name, otherName, exclusive: exclusive, &found) }
        }
        guard !found.isEmpty else { return nil }
        return FieldConflict(
            key: key,
            reason: .fields(found.map { ($0.key, $0.reason) }),
            first: [first.field] + found.flatMap(\.first),
            second: [second.field] + found.flatMap(\.second))
    }

    /// What keeps two fields from being one, those below them aside.
    private func difference(_ first: Entry, _ second: Entry, exclusive: Bool) -> String? {
        if !exclusive {
            if first.field.name != second.field.name {
                return "'\(first.field.name)' and '\(second.field.name)' are different fields"
            }
            if !Self.haveSameArguments(first.field, second.field) { return "they have differing arguments" }
        }
        guard let type = first.definition?.type, let other = second.definition?.type, clash(type, other) else {
            return nil
        }
        return "they return conflicting types '\(type)' and '\(other)'"
    }

    /// Different object types never meet in one object.
    private static func areExclusive(_ first: TypeDefinition?, _ second: TypeDefinition?) -> Bool {
        guard let first, let second, first.isObject, second.isObject else { return false }
        return first !== second
    }

    private static func haveSameArguments(_ first: Field, _ second: Field) -> Bool {
        guard first.arguments.count == second.arguments.count else { return false }
        return first.arguments.allSatisfy { argument in
            guard let other = second.arguments.last(where: { $0.name == argument.name }) else { return false }
            return argument.value.printed(sorted: true) == other.value.printed(sorted: true)
        }
    }

    /// Whether no value can be of both types; fields of composite types are compared one by one instead.
    private func clash(_ first: GraphQLType, _ second: GraphQLType) -> Bool {
        switch (first, second) {
        case (.list(let item), .list(let other)), (.nonNull(let item), .nonNull(let other)): clash(item, other)
        case (.named(let name), .named(let other)):
            name != other && (index.types[name]?.leaf != nil || index.types[other]?.leaf != nil)
        default: true
        }
    }

    private mutating func content(ofFragment name: String) -> Content? {
        guard let fragment = document.fragments[name] else { return nil }
        return content(of: fragment.selectionSet, index.types[fragment.condition.text])
    }

    private mutating func content(of selectionSet: SelectionSet, _ type: TypeDefinition?) -> Content {
        if let known = contents[ObjectIdentifier(selectionSet)] { return known }
        let content = Content()
        collect(selectionSet, type, into: content)
        contents[ObjectIdentifier(selectionSet)] = content
        return content
    }

    private func collect(_ selectionSet: SelectionSet, _ type: TypeDefinition?, into content: Content) {
        for selection in selectionSet.selections {
            switch selection {
            case .field(let field):
                // Only declared fields: `__typename` has one meaning everywhere.
                let position = type?.position(ofField: field.name)
                let definition = position.flatMap { type?.fields[$0] }
                if content.entries[field.key] == nil { content.keys.append(field.key) }
                content.entries[field.key, default: []].append(
                    Entry(parent: type, field: field, definition: definition))
            case .spread(let spread):
                if !content.spreads.contains(spread.name.text) { content.spreads.append(spread.name.text) }
            case .inline(let inline):
                collect(inline.selectionSet, inline.condition.map { index.types[$0.text] } ?? type, into: content)
            }
        }
    }
}
