/// Finds what a mistyped name probably meant.
public enum NearestName {
    /// The candidate with the fewest edits from `name`, if it takes no more than a third of its letters.
    ///
    /// Ties go to the first candidate.
    public static func suggestion(for name: String, among candidates: some Sequence<String>) -> String? {
        let limit = max(1, name.count / 3)
        var best: (candidate: String, distance: Int)?
        for candidate in candidates {
            let distance = editDistance(Array(name.lowercased()), Array(candidate.lowercased()))
            if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.candidate
    }

    /// Levenshtein's distance, where two neighbours that have changed places count as one edit.
    static func editDistance(_ left: [Character], _ right: [Character]) -> Int {
        var before: [Int] = []
        var row = Array(0...right.count)
        for (index, character) in left.enumerated() {
            var next = [index + 1]
            for column in right.indices {
                let substituted = row[column] + (right[column] == character ? 0 : 1)
                var best = min(substituted, row[column + 1] + 1, next[column] + 1)
                if index > 0, column > 0, character == right[column - 1], left[index - 1] == right[column] {
                    best = min(best, before[column - 1] + 1)
                }
                next.append(best)
            }
            (before, row) = (row, next)
        }
        return row[right.count]
    }
}
