import ArgumentParser
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
        help: ArgumentHelp("The scaling group to run in", valueName: "name"),
        completion: LiveNames.scalingGroups
    )
    var scalingGroup: String?

    @Option(
        name: [.customShort("d"), .long], help: ArgumentHelp("The domain", valueName: "name"),
        completion: LiveNames.domains)
    var domain: String?

    @Option(
        name: [.customShort("g"), .long], help: ArgumentHelp("The group", valueName: "name"),
        completion: LiveNames.groups)
    var group: String?

    @Option(name: .long, help: ArgumentHelp("How many kernels the session has; 1 when absent", valueName: "count"))
    var clusterSize: Int?

    @Option(
        name: .long,
        help: ArgumentHelp("Whether its kernels share one agent; single-node when absent", valueName: "mode"))
    var clusterMode: ClusterMode?

    @Option(
        name: [.customLong("arch"), .customLong("architecture")],
        help: ArgumentHelp("What the image must have been built for", valueName: "name"))
    var architecture = "x86_64"

    @Option(
        name: .long,
        help: ArgumentHelp("The agents of its kernels, comma separated; for superadmins", valueName: "ids"))
    var assignAgent: String?

    @Option(name: .long, help: ArgumentHelp("Where the manager tells what becomes of the session", valueName: "url"))
    var callbackURL: String?

    @Option(
        name: .long, help: ArgumentHelp("A shell script that is run in the session before any code", valueName: "file"),
        completion: .file())
    var bootstrapScript: String?

    @Option(
        name: .long, help: ArgumentHelp("Ports that programs of your own will listen at: 8888,9000", valueName: "ports")
    )
    var preopen: String?

    @Flag(name: .long, help: "Refuse to use a living session of the same name")
    var noReuse = false

    @Option(name: .long, help: ArgumentHelp("How long to wait for the start; 0 is for ever", valueName: "seconds"))
    var maxWait = 0

    @Option(name: .long, help: ArgumentHelp("From 0 to 100: sessions of a higher one start first", valueName: "number"))
    var priority: Int?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "How long the session may run, such as 90m: with it, it may start before one that waits for room",
            valueName: "time"))
    var timeLimit: String?

    @Flag(name: .long, help: "Let a session of a higher priority take its place, where the scaling group allows that")
    var preemptible = false

    func validate() throws { try choices.check() }

    /// The same as plain values.
    var choices: SessionChoices {
        SessionChoices(
            name: name, environment: env, resources: resources, resourceOptions: resourceOpts, tag: tag,
            scalingGroup: scalingGroup, domain: domain, group: group, clusterSize: clusterSize ?? 1,
            clusterMode: clusterMode ?? .singleNode, architecture: architecture,
            agents: (assignAgent ?? "").split(separator: ",").map(String.init), callbackURL: callbackURL,
            bootstrapScript: bootstrapScript, preopen: preopen, noReuse: noReuse, maxWait: maxWait,
            priority: priority, timeLimit: timeLimit, isPreemptible: preemptible)
    }
}
