import Core
import TOMLKit

/// One table of a configuration file, read key by key; every complaint names the file and the key.
struct ConfigurationTable<Key: RawRepresentable & CaseIterable> where Key.RawValue == String {
    private let table: TOMLTable
    private let name: String
    private let path: String

    /// Takes a table whose keys are all known.
    ///
    /// - Throws: ``ConfigurationError`` for a key that is not.
    init(_ table: TOMLTable, named name: String, of path: String) throws(ConfigurationError) {
        for key in table.keys where Key(rawValue: key) == nil {
            throw ConfigurationError(description: "`\(path)`: unknown key `\(name).\(key)`")
        }
        self.table = table
        self.name = name
        self.path = path
    }

    /// A complaint about a key.
    func fault(_ key: Key, _ reason: String) -> ConfigurationError {
        ConfigurationError(description: "`\(path)`: `\(name).\(key.rawValue)` \(reason)")
    }

    /// A length of time: whole seconds, or a text such as `"10m"`; 0 and `inf` are no end.
    ///
    /// - Returns: The seconds, 0 for no end; nil where the key is not given.
    func seconds(_ key: Key) throws(ConfigurationError) -> Int64? {
        guard let given = table[key.rawValue] else { return nil }
        if let whole = given.int, whole >= 0 { return Int64(whole) }
        if given.double == .infinity { return 0 }
        guard let text = given.string, let seconds = text == "inf" ? 0 : TimeSpan(parsing: text)?.seconds else {
            throw fault(key, "must be a length of time such as \"10m\", or whole seconds")
        }
        return seconds
    }

    /// A whole number of at least `least`.
    func number(_ key: Key, atLeast least: Int) throws(ConfigurationError) -> Int? {
        guard let given = table[key.rawValue] else { return nil }
        guard let number = given.int, number >= least else {
            throw fault(key, "must be a whole number of at least \(least)")
        }
        return number
    }

    /// One of the words of `Word`.
    func word<Word: RawRepresentable & CaseIterable>(
        _ key: Key, _ type: Word.Type
    ) throws(ConfigurationError) -> Word? where Word.RawValue == String {
        guard let given = table[key.rawValue] else { return nil }
        guard let word = given.string.flatMap(Word.init(rawValue:)) else {
            throw fault(key, "must be one of \(Self.list(Word.self))")
        }
        return word
    }

    /// A list of words of `Word`.
    func words<Word: RawRepresentable & CaseIterable>(
        _ key: Key, _ type: Word.Type
    ) throws(ConfigurationError) -> [Word]? where Word.RawValue == String {
        guard let given = table[key.rawValue] else { return nil }
        let words = given.array.map { $0.map { $0.string.flatMap(Word.init(rawValue:)) } }
        guard let words, !words.contains(where: { $0 == nil }) else {
            throw fault(key, "must be a list of \(Self.list(Word.self))")
        }
        return words.compactMap(\.self)
    }

    /// Percents by the words of `Word`.
    func percentages<Word: RawRepresentable & CaseIterable & Hashable>(
        _ key: Key, _ type: Word.Type
    ) throws(ConfigurationError) -> [Word: Percentage]? where Word.RawValue == String {
        guard let given = table[key.rawValue] else { return nil }
        var percentages: [Word: Percentage] = [:]
        guard let members = given.table else { throw fault(key, "must be a table of numbers") }
        for name in members.keys {
            guard let word = Word(rawValue: name) else {
                throw fault(key, "has `\(name)`, and knows \(Self.list(Word.self))")
            }
            let value = members[name].flatMap { $0.double ?? $0.int.map(Double.init) }
            guard let value, (0...1_000_000).contains(value) else {
                throw fault(key, "has for `\(name)` what is no percentage")
            }
            percentages[word] = Percentage(value)
        }
        return percentages
    }

    /// A table inside this one.
    func table(_ key: Key) throws(ConfigurationError) -> TOMLTable? {
        guard let given = table[key.rawValue] else { return nil }
        guard let table = given.table else { throw fault(key, "must be a table") }
        return table
    }

    private static func list<Word: RawRepresentable & CaseIterable>(_ type: Word.Type) -> String
    where Word.RawValue == String {
        Word.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
    }
}
