/// The three forms that control files have.
///
/// cgroup-v2.rst calls them "single value", "flat keyed" and "nested keyed"; v1's files fit the same forms.
enum ControlFileText {
    /// A single number, or the word `max`.
    enum Value: Equatable {
        case number(UInt64)
        case max
    }

    /// Reads a single value; nil if it is neither a number nor `max`.
    static func value(_ text: String) -> Value? {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard words.count == 1 else { return nil }
        return words[0] == "max" ? .max : UInt64(words[0]).map(Value.number)
    }

    /// Reads lines of `key number`; lines of another form are passed over, as kernels add new ones.
    static func counters(_ text: String) -> [Substring: UInt64] {
        var counters: [Substring: UInt64] = [:]
        for line in text.split(separator: "\n") {
            let words = line.split(whereSeparator: \.isWhitespace)
            guard words.count == 2, let number = UInt64(words[1]) else { continue }
            counters[words[0]] = number
        }
        return counters
    }

    /// Adds up the numbers of every `key=number` in the text, whatever device they stand beside.
    ///
    /// Works on words and not on lines: some kernels print a device without a newline after it.
    static func sum(of key: String, in text: String) -> UInt64 {
        var sum: UInt64 = 0
        for word in text.split(whereSeparator: \.isWhitespace) where word.hasPrefix(key + "=") {
            sum &+= UInt64(word.dropFirst(key.utf8.count + 1)) ?? 0
        }
        return sum
    }
}
