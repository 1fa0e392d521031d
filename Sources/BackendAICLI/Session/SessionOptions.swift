import ArgumentParser
import BackendAIKit
import Core

/// What `run` and `create` ask a session to be.
struct SessionOptions: ParsableArguments {
    @Option(
        name: [.customShort("t"), .long, .customLong("client-token")],
        help: ArgumentHelp("The session's name; one is made up when absent", valueName: "name")
    )
    var name: String?

    @Option(
        name: [.customShort("e"), .long],
        help: ArgumentHelp("A variable of the session's environment", valueName: "key=value"))
    var env: [String] = []

    @Option(
        name: [.customShort("r"), .long],
        help: ArgumentHelp("An amount of a resource: cpu=1, mem=512m", valueName: "slot=amount"))
    var resources: [String] = []

    @Option(name: .long, help: ArgumentHelp("An option of the resources: shmem=64m", valueName: "key=value"))
    var resourceOpts: [String] = []

    @Option(name: .long, help: ArgumentHelp("A label", valueName: "text"))
    var tag: String?

    @Option(
        name: [.long, .customLong("sgroup")],
        help: ArgumentHelp("The scaling group to run in", valueName: "name")
    )
    var scalingGroup: String?

    @Option(name: [.customShort("d"), .long], help: ArgumentHelp("The domain", valueName: "name"))
    var domain: String?

    @Option(name: [.customShort("g"), .long], help: ArgumentHelp("The group", valueName: "name"))
    var group: String?

    @Option(name: .long, help: ArgumentHelp("How many kernels the session has", valueName: "count"))
    var clusterSize = 1

    @Option(
        name: .long, help: ArgumentHelp("A shell script that is run in the session before any code", valueName: "file"))
    var bootstrapScript: String?

    @Flag(name: .long, help: "Refuse to use a living session of the same name")
    var noReuse = false

    @Option(name: .long, help: ArgumentHelp("How long to wait for the start; 0 is for ever", valueName: "seconds"))
    var maxWait = 0

    func validate() throws {
        _ = try pairs(env, of: "--env")
        _ = try pairs(resources, of: "--resources")
        _ = try pairs(resourceOpts, of: "--resource-opts")
        guard maxWait >= 0 else { throw ValidationError("`--max-wait` must not be negative") }
        guard clusterSize >= 1 else { throw ValidationError("`--cluster-size` must be at least 1") }
    }

    /// The request for a session of `image` with these options.
    ///
    /// - Throws: ``CommandFailure`` for a name that no session can have, or a file that cannot be read.
    func request(name: String, image: String) throws -> SessionRequest {
        // Not in `validate`, whose errors all count as a wrong command line.
        guard SessionName.isValid(name) else {
            throw CommandFailure(
                status: .invalidArgument,
                what: "`\(name)` cannot name a session",
                hint: "4 to 64 letters, digits, `.`, `-` and `_`, with a letter, digit or `_` first and last"
            )
        }
        var request = SessionRequest(name: name, image: image)
        request.environment = try pairs(env, of: "--env")
        request.resources = try pairs(resources, of: "--resources").mapValues { $0 }
        request.resourceOptions = try pairs(resourceOpts, of: "--resource-opts")
        request.tag = tag
        request.scalingGroup = scalingGroup
        request.domain = domain
        request.group = group
        request.clusterSize = clusterSize
        request.bootstrapScript = try bootstrapText()
        request.reuse = !noReuse
        request.maximumWait = maxWait
        // As the original: a number of `mem` without a unit means mebibytes.
        if let mem = request.resources["mem"], mem.last?.isNumber == true { request.resources["mem"] = mem + "m" }
        return request
    }

    private func bootstrapText() throws -> String? {
        do {
            return try bootstrapScript.map { try FileText.read($0) }
        } catch {
            throw CommandFailure(status: .invalidArgument, what: "\(error)")
        }
    }

    private func pairs(_ texts: [String], of option: String) throws -> [String: String] {
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
