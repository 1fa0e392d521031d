import ArgumentParser
import BackendAIKit
import Core

/// What the options of ``SessionOptions`` say, as the user typed it.
struct SessionChoices: Sendable, Equatable {
    var name: String?
    var environment: [String] = []
    var resources: [String] = []
    var resourceOptions: [String] = []
    var tag: String?
    var scalingGroup: String?
    var domain: String?
    var group: String?
    var clusterSize = 1
    var clusterMode = ClusterMode.singleNode
    var architecture = "x86_64"
    /// The agents that its kernels are put on; none leaves that to the scheduler.
    var agents: [String] = []
    var callbackURL: String?
    /// The file of a bootstrap script.
    var bootstrapScript: String?
    /// Numbers, separated by commas.
    var preopen: String?
    var noReuse = false
    var maxWait = 0
    var priority: Int?
    var timeLimit: String?
    var isPreemptible = false

    /// Refuses what no session can be asked for.
    ///
    /// - Throws: `ValidationError`: the command line is wrong.
    func check() throws {
        _ = try ports()
        _ = try Self.pairs(environment, of: "--env")
        _ = try Self.pairs(resources, of: "--resources")
        _ = try Self.pairs(resourceOptions, of: "--resource-opts")
        guard maxWait >= 0 else { throw ValidationError("`--max-wait` must not be negative") }
        if let callbackURL {
            let isURL = ["http://", "https://"].contains { callbackURL.lowercased().hasPrefix($0) }
            guard isURL else { throw ValidationError("`--callback-url` takes an http or https URL") }
        }
        if let priority, !SchedulingRequest.priorities.contains(priority) {
            throw ValidationError("`--priority` is 0 to 100, not \(priority)")
        }
        if let timeLimit, TimeSpan(parsing: timeLimit).map({ $0.seconds <= 0 }) ?? true {
            throw ValidationError("`--time-limit` takes a length of time such as 90m or 2d, not `\(timeLimit)`")
        }
        guard clusterSize >= 1 else { throw ValidationError("`--cluster-size` must be at least 1") }
    }

    /// The request for a session of `image`.
    ///
    /// - Throws: ``CommandFailure`` for a name that no session can have, or a file that cannot be read.
    func request(name: String, image: String) throws -> SessionRequest {
        try Self.check(name: name)
        var request = SessionRequest(name: name, image: image)
        request.environment = try Self.pairs(environment, of: "--env")
        request.resources = try Self.pairs(resources, of: "--resources")
        request.resourceOptions = try Self.pairs(resourceOptions, of: "--resource-opts")
        request.tag = tag
        request.scalingGroup = scalingGroup
        request.domain = domain
        request.group = group
        request.clusterSize = clusterSize
        request.clusterMode = clusterMode
        request.architecture = architecture
        request.agents = agents
        request.callbackURL = callbackURL
        request.bootstrapScript = try bootstrapText()
        request.preopenPorts = try ports()
        request.reuse = !noReuse
        request.maximumWait = maxWait
        request.priority = priority
        request.timeLimit = timeLimit
        request.isPreemptible = isPreemptible
        // As the original: a number of `mem` without a unit means mebibytes.
        if let mem = request.resources["mem"], mem.last?.isNumber == true { request.resources["mem"] = mem + "m" }
        return request
    }

    /// Refuses a name that no session can have; not in ``check()``, whose errors all count as a wrong command line.
    static func check(name: String) throws(CommandFailure) {
        guard !SessionName.isValid(name) else { return }
        throw CommandFailure(
            status: .invalidArgument,
            what: "`\(name)` cannot name a session",
            hint: "4 to 64 letters, digits, `.`, `-` and `_`, with a letter, digit or `_` first and last"
        )
    }

    /// The text of the bootstrap script, if one is named.
    func bootstrapText() throws -> String? {
        do {
            return try bootstrapScript.map { try FileText.read($0) }
        } catch {
            throw CommandFailure(status: .invalidArgument, what: "\(error)")
        }
    }

    private func ports() throws -> [Int] {
        try (preopen ?? "").split(separator: ",").map { text in
            guard let port = Int(text), (1...65535).contains(port) else {
                throw ValidationError("`--preopen` takes numbers of ports, not `\(text)`")
            }
            return port
        }
    }

    /// Reads KEY=VALUE texts of an option.
    static func pairs(_ texts: [String], of option: String) throws -> [String: String] {
        var pairs: [String: String] = [:]
        for text in texts {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty else {
                throw ValidationError("`\(option)` takes KEY=VALUE, not `\(text)`")
            }
            pairs[String(parts[0])] = String(parts[1])
        }
        return pairs
    }
}

/// Names for sessions that the user does not name.
enum RandomName {
    /// `run-` and ten hexadecimal digits.
    static func session(_ prefix: String) -> String {
        let digits = String(UInt64.random(in: 0..<1 << 40), radix: 16)
        return "\(prefix)-" + String(repeating: "0", count: 10 - digits.count) + digits
    }
}
