/// How long sessions hold what they have been given, learned from those that have ended.
///
/// What is known of the same user and image counts first, then of the user, of the image, of all; where there is too
/// little of everything, the declared limit alone. Only the latest sessions of each are kept, so that what has changed is
/// forgotten and memory is bounded.
public struct RunTimeEstimates: Sendable {
    /// Of whom something is known.
    private enum Subject: Hashable, Sendable {
        case userWithImage(user: String, image: String)
        case user(String)
        case image(String)
        case all
    }

    fileprivate struct History: Sendable {
        var runs = Recent()
        /// Of sessions with a limit, the part of it for which they ran.
        var parts = Recent()
        /// When it was last added to, counted in sessions.
        var isOf = 0
    }

    /// How many subjects are known at most; beyond it those of which nothing has been heard for longest are forgotten.
    private static let mostSubjects = 10_000
    /// How many sessions of a subject it takes to go by them.
    private static let enough = 8

    private var histories: [Subject: History] = [:]
    private var count = 0

    /// Estimates without any knowledge.
    public init() {}

    /// Takes in a session that has ended.
    ///
    /// - Parameters:
    ///   - user: Its user.
    ///   - image: Its image.
    ///   - span: For how long it held what it had been given.
    ///   - limit: Its limit; nil when it had none.
    public mutating func learn(user: String, image: String, ran span: Duration, limit: TimeSpan?) {
        let seconds = max(span.inSeconds, 0.001)
        count += 1
        for subject in RunTimeEstimates.subjects(user, image) {
            var history = histories.removeValue(forKey: subject) ?? History()
            history.isOf = count
            history.runs.add(seconds)
            if let limit, limit.seconds > 0 { history.parts.add(min(seconds / Double(limit.seconds), 1)) }
            histories[subject] = history
        }
        if histories.count > RunTimeEstimates.mostSubjects { forget() }
    }

    /// How long a session will still hold what it has.
    ///
    /// - Parameters:
    ///   - user: Its user.
    ///   - image: Its image.
    ///   - limit: After how long it is ended; nil is never.
    ///   - elapsed: For how long it has run.
    /// - Returns: The distribution; nil when nothing is known, and nothing ends it.
    public func remaining(
        user: String, image: String, limit: TimeSpan?, elapsed: Duration = .zero
    ) -> RunTimeDistribution? {
        let elapsed = max(elapsed.inSeconds, 0)
        let most = limit.map { max(Double($0.seconds), elapsed) }
        for subject in RunTimeEstimates.subjects(user, image) {
            guard let history = histories[subject], history.runs.values.count >= RunTimeEstimates.enough else {
                continue
            }
            let times = history.times(limit: most).filter { $0 > elapsed }
            guard times.count * 2 >= RunTimeEstimates.enough else { continue }
            return RunTimeDistribution(times.map { min($0, most ?? $0) - elapsed }, most: most.map { $0 - elapsed })
        }
        if let most { return RunTimeDistribution([], most: most - elapsed) }
        // What has run for longer than anything known is likely to run for as long again.
        guard elapsed > 0, histories[.all] != nil else { return nil }
        return RunTimeDistribution((1...19).map { elapsed * Double($0) / Double(20 - $0) }, most: nil)
    }

    private static func subjects(_ user: String, _ image: String) -> [Subject] {
        [.userWithImage(user: user, image: image), .user(user), .image(image), .all]
    }

    /// Forgets a quarter of the subjects.
    private mutating func forget() {
        let ages = histories.values.map(\.isOf).sorted()
        let oldest = ages[ages.count / 4]
        histories = histories.filter { $0.key == .all || $0.value.isOf > oldest }
    }
}

extension RunTimeEstimates.History {
    /// What run times have been, as far as they tell about a session that has this limit.
    ///
    /// Some users know how long their sessions run, others always declare the same limit: what varies less is gone by.
    fileprivate func times(limit: Double?) -> [Double] {
        guard let limit, parts.values.count >= RunTimeEstimates.enough, parts.spread <= runs.spread else {
            return runs.values
        }
        return parts.values.map { $0 * limit }
    }
}

/// The latest of many positive numbers.
private struct Recent: Sendable {
    private static let most = 128

    private(set) var values: [Double] = []
    private var next = 0

    /// By what factor the middle half of them differ.
    var spread: Double {
        let sorted = values.sorted()
        guard let first = sorted.first, first > 0 else { return .infinity }
        return sorted[sorted.count * 3 / 4] / sorted[sorted.count / 4]
    }

    mutating func add(_ value: Double) {
        if values.count < Recent.most {
            values.append(value)
        } else {
            values[next] = value
            next = (next + 1) % Recent.most
        }
    }
}
