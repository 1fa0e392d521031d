/// Fills the places of a definition's texts.
struct ServiceTemplate: Equatable {
    /// What a place can be filled with, by its name, as it stands between the braces.
    private(set) var values: [String: String]

    /// The values that every definition has.
    init(runtimePath: String, ports: [Int]) {
        values = ["runtime_path": runtimePath]
        for (index, port) in ports.enumerated() { values["ports[\(index)]"] = String(port) }
    }

    /// Adds the result of an action.
    mutating func set(_ name: String, _ value: String) { values[name] = value }

    /// The text with its places filled.
    ///
    /// - Throws: ``ServiceDefinition/Problem`` naming a place that nothing fills.
    func fill(_ text: String) throws(ServiceDefinition.Problem) -> String {
        var filled = ""
        var rest = text[...]
        while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            filled += rest[..<brace]
            let after = rest[rest.index(after: brace)...]
            if after.first == rest[brace] {
                filled.append(rest[brace])
                rest = after.dropFirst()
                continue
            }
            guard rest[brace] == "{", let end = after.firstIndex(of: "}") else {
                throw .init(description: "a brace in `\(text)` stands alone")
            }
            let name = String(after[..<end]).filter { $0 != "'" && $0 != "\"" }
            guard let value = values[name] else { throw .init(description: "nothing fills `{\(name)}` in `\(text)`") }
            filled += value
            rest = after[after.index(after: end)...]
        }
        return filled + rest
    }

    /// The whole command: the definition's own, its standard arguments, and what the user adds.
    func command(
        of definition: ServiceDefinition, arguments: [String: [String]]
    ) throws(ServiceDefinition.Problem) -> [String] {
        var words: [String] = []
        for word in definition.command { words.append(try fill(word)) }
        for (name, values) in definition.defaultArguments where arguments[name] == nil {
            words.append(try fill(name))
            for value in values { words.append(try fill(value)) }
        }
        for (name, values) in arguments.sorted(by: { $0.key < $1.key }) { words += [name] + values }
        return words
    }
}
