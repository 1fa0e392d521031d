/// One parser of what comes from outside, and what must hold for it whatever it is given.
public struct FuzzTarget: Sendable, CustomStringConvertible {
    /// What a parser made of an input.
    public enum Outcome: Sendable {
        /// It was read, and all properties held.
        case accepted
        /// It was refused; the reason tells refusals of different kinds apart.
        case refused(String)
    }

    /// Its name: of its folder in `Tests/Fixtures/fuzz`, and in messages.
    public let name: String
    /// Good and bad examples that others are made of.
    public let seeds: [[UInt8]]
    /// What has a meaning in the language, to be put anywhere.
    public let words: [[UInt8]]
    /// The longest input that is tried, in bytes.
    public let longest: Int
    /// The most time that one byte may take, beside ten milliseconds for all: of the processor, in an unoptimised build.
    public let budget: Duration
    /// Parses an input and throws ``BrokenProperty`` when something does not hold.
    public let check: @Sendable ([UInt8]) throws -> Outcome

    public var description: String { name }

    /// A parser of bytes.
    public init(
        _ name: String,
        seeds: [String],
        words: [String],
        longest: Int = 40_000,
        budget: Duration = .microseconds(50),
        checkingBytes check: @escaping @Sendable ([UInt8]) throws -> Outcome
    ) {
        self.name = name
        self.seeds = seeds.map { Array($0.utf8) }
        self.words = words.map { Array($0.utf8) }
        self.longest = longest
        self.budget = budget
        self.check = check
    }

    /// A parser of texts: what is no UTF-8 never gets to it.
    public init(
        _ name: String,
        seeds: [String],
        words: [String],
        longest: Int = 40_000,
        budget: Duration = .microseconds(50),
        check: @escaping @Sendable (String) throws -> Outcome
    ) {
        self.init(name, seeds: seeds, words: words, longest: longest, budget: budget) { (bytes: [UInt8]) in
            guard let text = String(validating: bytes, as: UTF8.self) else { return .refused("no UTF-8") }
            return try check(text)
        }
    }
}

/// What should hold for every input and does not for one.
public struct BrokenProperty: Error, CustomStringConvertible {
    public let description: String

    /// Says what does not hold.
    public init(_ description: String) {
        self.description = description
    }
}
