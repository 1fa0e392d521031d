import ArgumentParser

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

    @Option(
        name: .long, help: ArgumentHelp("Ports that programs of your own will listen at: 8888,9000", valueName: "ports")
    )
    var preopen: String?

    @Flag(name: .long, help: "Refuse to use a living session of the same name")
    var noReuse = false

    @Option(name: .long, help: ArgumentHelp("How long to wait for the start; 0 is for ever", valueName: "seconds"))
    var maxWait = 0

    func validate() throws { try choices.check() }

    /// The same as plain values.
    var choices: SessionChoices {
        SessionChoices(
            name: name, environment: env, resources: resources, resourceOptions: resourceOpts, tag: tag,
            scalingGroup: scalingGroup, domain: domain, group: group, clusterSize: clusterSize,
            bootstrapScript: bootstrapScript, preopen: preopen, noReuse: noReuse, maxWait: maxWait)
    }
}
