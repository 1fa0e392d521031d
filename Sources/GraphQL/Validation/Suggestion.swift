/// The "did you mean" part of messages.
///
/// Source: graphql-core's `pyutils/suggestion_list.py` and `did_you_mean.py`.
enum Suggestion {
    /// The options within two fifths of the input's length in edits, the nearest first.
    static func similar(to input: String, among options: [String]) -> [String] {
        let scalars = Array(input.lowercased().unicodeScalars)
        let threshold = scalars.count * 2 / 5 + 1
        var found: [(name: String, distance: Int)] = []
        for option in options {
            guard let distance = distance(input, scalars, option, threshold) else { continue }
            found.append((option, distance))
        }
        return found.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.map(\.name)
    }

    /// ` Did you mean 'a', 'b', or 'c'?`, empty without options; at most five are named.
    static func sentence(_ options: [String], after words: String? = nil) -> String {
        let quoted = options.prefix(5).map { "'" + $0 + "'" }
        guard let last = quoted.last else { return "" }
        let list =
            switch quoted.count {
            case 1: last
            case 2: quoted[0] + " or " + last
            default: quoted.dropLast().joined(separator: ", ") + ", or " + last
            }
        return " Did you mean " + (words.map { $0 + " " } ?? "") + list + "?"
    }

    /// Insertions, deletions, substitutions and swaps of neighbours; nil beyond the threshold.
    private static func distance(
        _ input: String,
        _ lower: [Unicode.Scalar],
        _ option: String,
        _ threshold: Int
    ) -> Int? {
        if input == option { return 0 }
        var long = Array(option.lowercased().unicodeScalars)
        var short = lower
        if long == short { return 1 }
        if long.count < short.count { swap(&long, &short) }
        guard long.count - short.count <= threshold else { return nil }
        var before: [Int] = []
        var above = Array(0...short.count)
        for row in 1...long.count {
            var current = [row]
            for column in 0..<short.count {
                let cost = long[row - 1] == short[column] ? 0 : 1
                var cell = min(above[column + 1] + 1, current[column] + 1, above[column] + cost)
                if row > 1, column > 0, long[row - 1] == short[column - 1], long[row - 2] == short[column] {
                    cell = min(cell, before[column - 1] + 1)
                }
                current.append(cell)
            }
            guard let smallest = current.min(), smallest <= threshold else { return nil }
            before = above
            above = current
        }
        return above[short.count] <= threshold ? above[short.count] : nil
    }
}
