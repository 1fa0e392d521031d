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

    /// One session that has ended.
    fileprivate struct Sample: Sendable {
        let seconds: Double
        /// Its limit; nil when it had none.
        let limit: Double?
    }

    /// The latest sessions of a subject.
    fileprivate struct History: Sendable {
        private(set) var samples: [Sample] = []
        private var next = 0
        /// When it was last added to, counted in sessions.
        private(set) var isOf = 0

        mutating func add(_ sample: Sample, upTo most: Int, at count: Int) {
            isOf = count
            if samples.count < most {
                samples.append(sample)
            } else {
                samples[next] = sample
                next = (next + 1) % most
            }
        }
    }

    /// How many sessions of one subject are kept, and how many of all.
    private static let (most, mostOfAll) = (64, 1024)
    /// How many subjects are known at most; beyond it those of which nothing has been heard for longest are forgotten.
    private static let mostSubjects = 10_000
    /// How many sessions of a subject it takes to go by them.
    private static let enough = 8

    private var histories: [Subject: History] = [:]
    private var count = 0

    /// Of how many users and images something is known.
    var subjectCount: Int { histories.count }

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
        let sample = Sample(
            seconds: max(span.inSeconds, 0.001), limit: limit.flatMap { $0.seconds > 0 ? Double($0.seconds) : nil })
        count += 1
        for subject in RunTimeEstimates.subjects(user, image) {
            let most = subject == .all ? RunTimeEstimates.mostOfAll : RunTimeEstimates.most
            histories[subject, default: History()].add(sample, upTo: most, at: count)
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
        let longest = histories[.all]?.samples.lazy.map(\.seconds).max() ?? 0
        for subject in RunTimeEstimates.subjects(user, image) {
            guard let history = histories[subject] else { continue }
            let times = history.times(limit: most, upTo: longest)
            guard times.count >= RunTimeEstimates.enough else { continue }
            let left = times.filter { $0 > elapsed }
            guard left.count * 2 >= RunTimeEstimates.enough else { continue }
            return RunTimeDistribution(left.map { min($0, most ?? $0) - elapsed }, most: most.map { $0 - elapsed })
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
    /// Of a session with a limit those of a similar limit tell, and by the part of it for which they ran: whoever declares twice
    /// as much runs for twice as long. None is taken to run longer than any ever did.
    fileprivate func times(limit: Double?, upTo longest: Double) -> [Double] {
        guard let limit else { return samples.map(\.seconds) }
        return samples.compactMap { sample in
            guard let other = sample.limit, other <= 2 * limit, limit <= 2 * other else { return nil }
            let seconds = min(sample.seconds / other, 1) * limit
            return seconds <= longest ? seconds : nil
        }
    }
}
