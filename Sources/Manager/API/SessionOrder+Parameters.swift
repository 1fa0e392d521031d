import Core
import FoundationEssentials

extension SessionOrder {
    /// The longest bootstrap script in bytes: the original's database takes no longer one.
    private static let longestScript = 16 << 10

    /// Reads an order, with every alias that the original takes.
    init(reading parameters: inout Parameters) {
        self.init(name: "", image: "")
        if let given = parameters.string("session_name", "name", "clientSessionToken") {
            name = given
            checkName(&parameters)
        } else if !parameters.has("session_name", "name", "clientSessionToken") {
            parameters.fail(["session_name"], "is required")
        }
        image = parameters.requiredString("image", "lang")
        type = parameters.choice(SessionType.self, named: "SessionTypes", "type", "sessionType") ?? .interactive
        architecture = parameters.string("architecture", "arch")
        group = parameters.string("group", "groupName", "group_name") ?? "default"
        domain = parameters.string("domain", "domainName", "domain_name") ?? "default"
        clusterMode =
            parameters.choice(ClusterMode.self, named: "ClusterMode", "cluster_mode", "clusterMode") ?? .singleNode
        clusterSize = SessionOrder.count(&parameters)
        tag = parameters.string("tag")
        enqueueOnly = parameters.bool("enqueue_only", "enqueueOnly") ?? false
        maximumWait = parameters.number("max_wait_seconds", "maxWaitSeconds") ?? 0
        if maximumWait < 0 { parameters.fail(["max_wait_seconds", "maxWaitSeconds"], "value is less than 0") }
        reuseIfExists = parameters.bool("reuse", "reuseIfExists") ?? true
        startupCommand = parameters.string("startup_command", "startupCommand")
        bootstrapScript = parameters.string("bootstrap_script", "bootstrapScript")
        if (bootstrapScript?.utf8.count ?? 0) > SessionOrder.longestScript {
            parameters.fail(["bootstrap_script", "bootstrapScript"], "is longer than 16 KiB")
        }
        owner = parameters.string("owner_access_key").map { AccessKey(rawValue: $0) }
        readConditions(&parameters)
        readScheduling(&parameters)
        readConfiguration(&parameters)
    }

    /// Whom and what the session waits for, and who is told of it.
    private mutating func readConditions(_ parameters: inout Parameters) {
        for (index, item) in (parameters.items("dependencies") ?? []).enumerated() {
            guard let reference = item.text else {
                // The original tries a list of ids, then a list of names.
                let place = "\(index)"
                let attempts: JSONValue = [
                    "0": ["0": "value should be None", "1": .object([.init(place, "cannot convert value to UUID")])],
                    "1": .object([.init(place, "value is not a string")]),
                ]
                parameters.fail(["dependencies"], with: attempts)
                break
            }
            dependencies.append(reference)
        }
        let times = ["starts_at", "startsAt"]
        if let text = parameters.string("starts_at", "startsAt") {
            startsAt = StartTime(parsing: text)?.date(from: Date())
            if startsAt == nil {
                parameters.fail(times, "value is not a time such as `2026-12-31T18:00:00+09:00` or `1h30m`")
            }
        }
        if let text = parameters.string("callback_url", "callbackUrl", "callbackURL") {
            do throws(CallbackURL.Refusal) {
                callback = try CallbackURL(text)
            } catch {
                parameters.fail(
                    ["callback_url", "callbackUrl", "callbackURL"],
                    with: ["0": "value should be None", "1": .string(error.reason)])
            }
        }
    }

    /// What the session asks of the scheduler; the original of this version has none of it.
    private mutating func readScheduling(_ parameters: inout Parameters) {
        if let priority = parameters.number("priority", as: "int") {
            let known = SchedulingRequest.priorities
            if let whole = Int(exactly: priority), known.contains(whole) {
                scheduling.priority = whole
            } else {
                parameters.fail(
                    ["priority"], "value is not a whole number from \(known.lowerBound) to \(known.upperBound)")
            }
        }
        if let value = parameters.given("time_limit", "timeLimit"), value != .null {
            let limit = TimeSpan(parsing: value.text ?? value.integer.map(String.init) ?? "")
            if let limit, limit.seconds > 0 {
                scheduling.timeLimit = limit
            } else {
                parameters.fail(["time_limit", "timeLimit"], "value is not a length of time such as `90m` or `2d`")
            }
        }
        scheduling.isPreemptible = parameters.bool("is_preemptible", "isPreemptible") ?? false
    }

    private mutating func readConfiguration(_ parameters: inout Parameters) {
        var configuration = parameters.nested("config")
        resources = configuration.texts("resources") ?? [:]
        environment = configuration.texts("environ") ?? [:]
        mounts = configuration.strings("mounts") ?? []
        scalingGroup = configuration.string("scaling_group", "scalingGroup")
        agents = configuration.strings("agent_list", "agentList") ?? []
        var options = configuration.nested("resource_opts", "resourceOpts")
        sharedMemory = options.string("shmem")
        configuration.adopt(options, under: "resource_opts")
        configuration.ignore("mount_map", "mountMap")
        for port in configuration.items("preopen_ports", "preopenPorts") ?? [] {
            // The official command line sends texts.
            let number = port.text.flatMap { Int64($0) } ?? port.integer
            guard let number, (1024...65535).contains(number) else {
                configuration.fail(["preopen_ports", "preopenPorts"], "a port to open must be 1024 to 65535")
                break
            }
            if !preopenPorts.contains(Int(number)) { preopenPorts.append(Int(number)) }
        }
        for name in environment.keys where name.isEmpty || name.contains("=") || name.contains("\0") {
            configuration.fail(["environ"], "`\(name)` cannot name an environment variable")
        }
        for (name, value) in environment where value.contains("\0") {
            configuration.fail(["environ"], "the value of `\(name)` contains a NUL character")
        }
        parameters.adopt(configuration, under: "config")
    }

    private func checkName(_ parameters: inout Parameters) {
        let aliases = ["session_name", "name", "clientSessionToken"]
        if !SessionName.isValid(name) {
            parameters.fail(aliases, "does not match pattern \(SessionName.pattern)")
        } else if name == SessionName.reserved {
            parameters.fail(aliases, "Requested session ID \(name) is reserved word")
        }
    }

    private static func count(_ parameters: inout Parameters) -> Int {
        guard let number = parameters.number("cluster_size", "clusterSize", as: "int") else { return 1 }
        guard number >= 1, number == number.rounded(), number < 1e6 else {
            parameters.fail(["cluster_size", "clusterSize"], "value is less than 1")
            return 1
        }
        return Int(number)
    }
}
