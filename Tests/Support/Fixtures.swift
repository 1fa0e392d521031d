/// The files that tests read, in `Tests/Fixtures`.
public enum Fixtures {
    /// The path of one of them.
    public static func path(_ name: String) -> String {
        let support = #filePath[..<(#filePath.lastIndex(of: "/") ?? #filePath.endIndex)]
        return "\(support)/../Fixtures/\(name)"
    }
}
