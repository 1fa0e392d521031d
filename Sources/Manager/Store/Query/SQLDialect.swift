/// What filters need and the databases spell differently; all else is common SQL.
///
/// This is SQLite's spelling. PostgreSQL's is `strpos(text, ?) > 0`, `text LIKE ?`, `text ILIKE ?` and
/// `jsonb_array_elements_text(CAST(list AS jsonb)) AS item(value)`.
enum SQLDialect {
    /// The item that a condition for ``anyItem(of:satisfies:)`` is about.
    static let item = "item.value"

    /// Whether a text has another inside, to the letter.
    static func contains(_ part: String, in text: String) -> SQLFragment {
        SQLFragment("instr(\(text), ?) > 0", [.text(part)])
    }

    /// Whether a text is like a pattern.
    ///
    /// SQLite's own LIKE knows no case, its GLOB does.
    static func like(_ pattern: LikePattern, _ text: String) -> SQLFragment {
        SQLFragment("\(text) GLOB ?", [.text(pattern.glob)])
    }

    /// The same without regard to case, which SQLite knows of the letters A to Z alone.
    static func likeIgnoringCase(_ pattern: LikePattern, _ text: String) -> SQLFragment {
        SQLFragment("\(text) LIKE ? ESCAPE '\\'", [.text(pattern.like)])
    }

    /// Whether any item of a list, a JSON text, satisfies a condition about ``item``.
    static func anyItem(of list: String, satisfies condition: SQLFragment) -> SQLFragment {
        SQLFragment("EXISTS (SELECT 1 FROM json_each(\(list)) AS item WHERE \(condition.sql))", condition.values)
    }
}
