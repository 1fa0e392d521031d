import Core

extension SessionService {
    /// The services that a session offers, those that users added included; none before it runs.
    func services(of session: SessionRecord) -> [ServicePort] {
        guard session.status.acceptsCode else { return [] }
        let label = directory.images.first { $0.name == session.image }?.labels["ai.backend.service-ports"] ?? ""
        let own = session.spec.preopenPorts.map { ServicePort(name: String($0), kind: .preopen, ports: [$0]) }
        return ((try? ServicePort.parse(label: label)) ?? []) + own
    }

    /// Opens a channel to something in a session.
    ///
    /// - Throws: ``BackendError`` when the session does not run, or the runner cannot do it.
    func channel(_ order: ChannelOrder, in session: SessionRecord) async throws -> RunnerChannel {
        let (client, kernel) = try await reach(session)
        do {
            return try await RunnerChannel(order, over: try await client.channel(to: kernel))
        } catch let refused as RunnerChannel.Refused {
            throw BackendError(
                .kernelExecutionFailed, refused.message, data: ["refusal": .string(refused.code.rawValue)])
        }
    }

    /// A channel to one of a session's services.
    ///
    /// - Throws: ``RunnerChannel/Refused`` when it cannot be started or does not answer.
    func service(_ order: ServiceOrder, in session: SessionRecord) async throws -> RunnerChannel {
        let (client, kernel) = try await reach(session)
        return try await RunnerChannel(.service(order), over: try await client.channel(to: kernel))
    }
}

extension ServicePort {
    /// As GraphQL and answers for a session that was there already show it: the ports have none on the machine.
    var detail: JSONValue {
        [
            "name": .string(name), "protocol": .string(kind.rawValue),
            "host_ports": .array(ports.map { _ in .null }),
            "container_ports": .array(ports.map { .integer(Int64($0)) }),
            "is_inference": false,
        ]
    }

    /// As answers show it.
    var body: JSONValue {
        [
            "name": .string(name), "protocol": .string(kind.rawValue),
            "ports": .array(ports.map { .integer(Int64($0)) }),
        ]
    }
}
