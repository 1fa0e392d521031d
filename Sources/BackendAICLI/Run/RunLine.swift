/// Reads the command line of a `run`, without ArgumentParser.
///
/// ArgumentParser finds out by reflection what options there are, which takes 4 ms, a third of a whole `run`. It stays
/// the one that decides what is right: whatever is not read here, every mistake included, is left to it.
struct RunLine {
    private var words: ArraySlice<String>
    private var order = RunOrder(image: "")
    private var positional: [String] = []

    /// What `words`, the command line behind `run`, ask for; nil when ArgumentParser is to read them.
    static func order(_ words: [String]) -> RunOrder? {
        var line = RunLine(words: words[...])
        while let word = line.words.popFirst() {
            guard line.take(word) else { return nil }
        }
        guard let image = line.positional.first else { return nil }
        line.order.image = image
        line.order.files = Array(line.positional.dropFirst())
        do {
            try line.order.check()
            try line.order.session.check()
        } catch {
            return nil
        }
        return line.order
    }

    private init(words: ArraySlice<String>) {
        self.words = words
    }

    /// Takes one word and the value behind it; false for what is not known.
    private mutating func take(_ word: String) -> Bool {
        switch word {
        case "-q", "--quiet": order.isQuiet = true
        case "--rm": order.remove = true
        case "--keep": order.keep = true
        case "--no-input": order.noInput = true
        case "--no-reuse": order.session.noReuse = true
        default:
            guard word.hasPrefix("-") else {
                positional.append(word)
                return true
            }
            guard let value = words.popFirst(), !value.hasPrefix("-") else { return false }
            return take(word, value)
        }
        return true
    }

    private mutating func take(_ option: String, _ value: String) -> Bool {
        switch option {
        case "-c" where order.code == nil, "--code" where order.code == nil: order.code = value
        case "-t" where order.session.name == nil, "--name" where order.session.name == nil:
            order.session.name = value
        case "-e", "--env": order.session.environment.append(value)
        case "-r", "--resources": order.session.resources.append(value)
        case "--resource-opts": order.session.resourceOptions.append(value)
        default: return false
        }
        return true
    }
}
