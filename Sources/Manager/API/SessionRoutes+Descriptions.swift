import Core

/// The longer descriptions of the routes under `/session`.
extension SessionRoutes {
    /// Whose session is meant, for admins.
    static var owner: KeyValuePairs<String, JSONSchema> { ["owner_access_key": .optional(.text)] }

    static var creation: RouteDescription {
        RouteDescription(
            "Creates a session, or finds the living one of that name", .sessions, .owned(.create, .session),
            input: [
                "name": .described(.text, "at least four letters, digits, `-` and `_`"),
                "image": .described(.text, "such as `python`"),
                "architecture": .optional(.text),
                "type": .optional(.choice(["interactive", "batch"])),
                "group": .optional(.text),
                "domain": .optional(.text),
                "config": .optional(.object(["resources": .optional(.map(.anything))])),
                "clusterSize": .optional(.described(.number, "how many kernels; each gets the `resources`")),
                "clusterMode": .optional(.choice(ClusterMode.allCases.map(\.rawValue))),
                "tag": .optional(.text),
                "enqueueOnly": .optional(.boolean),
                "maxWaitSeconds": .optional(.number),
                "reuseIfExists": .optional(.boolean),
                "startupCommand": .optional(.text),
                "bootstrap_script": .optional(.text),
                "priority": .optional(.described(.number, "0 to 100; sessions of a higher one start first")),
                "time_limit": .optional(.described(.text, "how long it may run, such as `90m`")),
                "is_preemptible": .optional(
                    .described(.boolean, "whether a session of a higher priority may take its place")),
                "owner_access_key": .optional(.text),
            ], isOpen: true, status: 201,
            answer: .json(
                .object(["sessionId": .text, "sessionName": .text, "status": .text, "created": .boolean])),
            failures: [403, 404, 412])
    }

    static var execution: RouteDescription {
        RouteDescription(
            "Runs code, or asks what has become of a run", .execution, .owned(.operate, .session),
            input: [
                "mode": .choice(["query", "batch", "complete", "continue", "input"]),
                "code": .optional(.text),
                "runId": .optional(.text),
                "options": .optional(.map(.anything)),
                "limit": .optional(.described(.number, "the seconds that the run may take")),
            ], isOpen: true, query: owner, answer: .json(.object(["result": .object(["status": .text])])))
    }
}
