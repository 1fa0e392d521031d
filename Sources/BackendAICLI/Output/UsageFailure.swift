import ArgumentParser
import Core

extension CommandFailure {
    /// A command line that is wrong, told as every other failure is.
    ///
    /// - Parameters:
    ///   - message: What the parser says.
    ///   - words: The command line, without the program's name.
    ///   - root: The tree of commands.
    init(usage message: String, words: [String], root: any ParsableCommand.Type) {
        let tree = CommandTree(root, words)
        if let stray = tree.stray {
            let near = NearestName.suggestion(for: stray, among: tree.candidates)
            self.init(
                status: .usage,
                what: tree.names.count == 1
                    ? "there is no command `\(stray)`" : "`\(tree.path)` has no command `\(stray)`",
                hint: near.map { "did you mean `\(tree.path) \($0)`?" } ?? "`\(tree.path) --help` lists the commands")
            return
        }
        let lines = message.split(separator: "\n").map { $0.drop { $0 == " " } }
        var what = CommandFailure.sentence(lines.first.map(String.init) ?? "the command line is wrong")
        var hint = "`\(tree.path) --help` shows how"
        if let question = what.firstRange(of: " Did you mean `"), what.hasSuffix("`?") {
            hint = "did you mean `\(what[question.upperBound...].dropLast(2))`?"
            what = CommandFailure.sentence(String(what[..<question.lowerBound]))
        }
        self.init(
            status: .usage, what: what, hint: hint,
            details: lines.dropFirst().filter { !$0.isEmpty }.map { CommandFailure.sentence(String($0)) })
    }

    /// A sentence of the parser in our form: lower case, no period, names in backticks.
    private static func sentence(_ text: String) -> String {
        var result = ""
        var isQuoted = false
        let letters = Array(text)
        for (index, letter) in letters.enumerated() {
            guard letter == "'" else {
                result.append(letter)
                continue
            }
            // An apostrophe stands between letters, a quotation mark beside a blank or the end.
            let isInside =
                index > 0 && index + 1 < letters.count && letters[index - 1].isLetter && letters[index + 1].isLetter
            result.append(isInside && !isQuoted ? "'" : "`")
            if !(isInside && !isQuoted) { isQuoted.toggle() }
        }
        if result.hasSuffix(".") { result.removeLast() }
        return result.prefix(1).lowercased() + result.dropFirst()
    }
}
