import ArgumentParser
import BackendAIKit
import Core

extension AdminScalingGroup {
    struct Add: BackendCommand {
        static let configuration = CommandConfiguration(commandName: "add", abstract: "Add a scaling group")

        @Argument(help: "Its name")
        var name: String

        @Option(name: [.customShort("d"), .long, .customLong("desc")], help: ArgumentHelp("A note", valueName: "text"))
        var description = ""

        @Flag(help: "It cannot be used until it is activated")
        var inactive = false

        @Flag(help: "It is for sessions of the cluster itself alone")
        var `private` = false

        @Option(help: ArgumentHelp("What makes agents", valueName: "name"))
        var driver = "static"

        @Option(help: ArgumentHelp("Its options, as JSON", valueName: "json"))
        var driverOpts = JSONArgument.empty

        @Option(
            help: ArgumentHelp("In which order sessions are started: fifo, lifo, drf or fair-share", valueName: "name"))
        var scheduler = "fifo"

        @Option(help: ArgumentHelp("Its options, as JSON", valueName: "json"))
        var schedulerOpts = JSONArgument.empty

        @Flag(help: "Kernels use the network of their host")
        var useHostNetwork = false

        @Option(help: ArgumentHelp("The address of the proxy of services", valueName: "url"))
        var wsproxyAddr: String?

        @Option(help: ArgumentHelp("What the proxy knows the manager by", valueName: "token"))
        var wsproxyApiToken: String?

        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            var input = ChangeInput()
            input.set("description", text: description)
            input.set("is_active", flag: !inactive)
            input.set("is_public", flag: !`private`)
            input.set("driver", text: driver)
            input.set("scheduler", text: scheduler)
            input.set("use_host_network", flag: useHostNetwork)
            input.set("wsproxy_addr", JSONValue(wsproxyAddr))
            input.set("wsproxy_api_token", JSONValue(wsproxyApiToken))
            input.set("driver_opts", json: driverOpts)
            input.set("scheduler_opts", json: schedulerOpts)
            try await context.change(
                "create_scaling_group",
                [
                    GraphQLVariable("name", "String!", .string(name)),
                    GraphQLVariable("input", "CreateScalingGroupInput!", input.value, for: "props"),
                ],
                item: ["name"],
                output: output,
                ChangeReport(noun: "scaling_group", action: "add", done: "scaling group \(name) is added"))
        }
    }

    struct Update: BackendCommand {
        static let configuration = CommandConfiguration(commandName: "update", abstract: "Change a scaling group")

        @Argument(help: "The scaling group")
        var name: String

        @Option(name: [.customShort("d"), .long, .customLong("desc")], help: ArgumentHelp("A note", valueName: "text"))
        var description: String?

        @Option(name: .shortAndLong, help: ArgumentHelp("Whether it can be used", valueName: "yes-or-no"))
        var active: YesNo?

        @Option(help: ArgumentHelp("Whether it is for sessions of the cluster itself alone", valueName: "yes-or-no"))
        var `private`: YesNo?

        @Option(help: ArgumentHelp("What makes agents", valueName: "name"))
        var driver: String?

        @Option(help: ArgumentHelp("Its options, as JSON", valueName: "json"))
        var driverOpts: JSONArgument?

        @Option(
            help: ArgumentHelp("In which order sessions are started: fifo, lifo, drf or fair-share", valueName: "name"))
        var scheduler: String?

        @Option(help: ArgumentHelp("Its options, as JSON", valueName: "json"))
        var schedulerOpts: JSONArgument?

        @Option(help: ArgumentHelp("Whether kernels use the network of their host", valueName: "yes-or-no"))
        var useHostNetwork: YesNo?

        @Option(help: ArgumentHelp("The address of the proxy of services", valueName: "url"))
        var wsproxyAddr: String?

        @Option(help: ArgumentHelp("What the proxy knows the manager by", valueName: "token"))
        var wsproxyApiToken: String?

        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            var input = ChangeInput()
            input.set("description", text: description)
            input.set("is_active", flag: active?.isYes)
            input.set("is_public", flag: `private`.map { !$0.isYes })
            input.set("driver", text: driver)
            input.set("driver_opts", json: driverOpts)
            input.set("scheduler", text: scheduler)
            input.set("scheduler_opts", json: schedulerOpts)
            input.set("use_host_network", flag: useHostNetwork?.isYes)
            input.set("wsproxy_addr", text: wsproxyAddr)
            input.set("wsproxy_api_token", text: wsproxyApiToken)
            try await context.change(
                "modify_scaling_group",
                [
                    GraphQLVariable("name", "String!", .string(name)),
                    GraphQLVariable("input", "ModifyScalingGroupInput!", try input.checked(), for: "props"),
                ],
                output: output,
                ChangeReport(
                    noun: "scaling_group", action: "update", done: "scaling group \(name) is changed",
                    members: [.init("name", .string(name))]))
        }
    }
}
