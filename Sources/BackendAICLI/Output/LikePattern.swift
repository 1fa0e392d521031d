/// A pattern of SQL's `like`: `%` stands for any characters, `_` for one.
struct LikePattern {
    private let pattern: [Character]

    /// Takes the pattern as it is written.
    init(_ text: String) {
        pattern = Array(text)
    }

    /// Whether all of `text` is of this pattern; in time that grows with both lengths, and no faster.
    func matches(_ text: String) -> Bool {
        let text = Array(text)
        var here = 0
        var there = 0
        /// Where the last `%` stands, and from where in the text it may take one more.
        var star: (pattern: Int, text: Int)?
        while there < text.count {
            if here < pattern.count, pattern[here] == "%" {
                star = (here, there)
                here += 1
            } else if here < pattern.count, pattern[here] == "_" || pattern[here] == text[there] {
                here += 1
                there += 1
            } else if let last = star {
                star = (last.pattern, last.text + 1)
                here = last.pattern + 1
                there = last.text + 1
            } else {
                return false
            }
        }
        return pattern[here...].allSatisfy { $0 == "%" }
    }
}
