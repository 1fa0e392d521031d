import ArgumentParser

/// A yes or a no, in all the words that the original takes.
struct YesNo: ExpressibleByArgument {
    let isYes: Bool

    init?(argument: String) {
        switch argument.lowercased() {
        case "true", "t", "yes", "y", "1", "on": isYes = true
        case "false", "f", "no", "n", "0", "off": isYes = false
        default: return nil
        }
    }

    static let allValueStrings = ["true", "false"]
}
