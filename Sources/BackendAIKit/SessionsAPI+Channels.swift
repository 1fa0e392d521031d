public import Core
import Transport

extension SessionsAPI {
    /// Opens a channel to a session's files or to a terminal of it; for managers that are ours.
    ///
    /// - Throws: ``ClientError``.
    public func channel(_ order: ChannelOrder, in session: String, owner: AccessKey? = nil) async throws(ClientError)
        -> SessionChannel
    {
        let socket = try await client.webSocket(
            "/stream/session/\(PercentEncoding.encode(session))/channel\(Query(owner: owner).text)", headers: [])
        let channel = SessionChannel(socket: socket)
        do {
            try await channel.open(order)
        } catch {
            await channel.close()
            throw error
        }
        return channel
    }

    /// The services that a session offers.
    ///
    /// - Throws: ``ClientError``.
    public func services(of session: String, owner: AccessKey? = nil) async throws(ClientError) -> [ServicePort] {
        let answer = try await client.send(
            "GET", "/stream/session/\(PercentEncoding.encode(session))/apps\(Query(owner: owner).text)")
        guard let items = answer.items else { throw .unexpectedAnswer("no list of services in the answer") }
        return items.map { item in
            ServicePort(
                name: item["name"]?.text ?? "",
                kind: item["protocol"]?.text.flatMap(ServicePort.Kind.init) ?? .tcp,
                ports: (item["ports"]?.items ?? []).compactMap(\.integer).map { Int(clamping: $0) })
        }
    }

    /// Connects to a service of a session, which is started when it is not running.
    ///
    /// - Parameters:
    ///   - service: Its name.
    ///   - session: The session's name or id.
    ///   - port: Which of its ports; nil is the first.
    ///   - arguments: What its command is given, when it is started: values of options, none for a switch.
    ///   - environment: Variables that it is given then.
    ///   - owner: Whose session it is, for admins.
    /// - Returns: The connection.
    /// - Throws: ``ClientError``.
    public func connect(
        to service: String, of session: String, port: Int? = nil, arguments: [String: [String]] = [:],
        environment: [String: String] = [:], owner: AccessKey? = nil
    ) async throws(ClientError) -> ServiceConnection {
        var query = Query(owner: owner)
        query.add("app", service)
        if let port { query.add("port", String(port)) }
        if !arguments.isEmpty {
            let members = arguments.sorted { $0.key < $1.key }.map { name, values in
                JSONValue.Member(
                    name,
                    values.isEmpty
                        ? .null : values.count == 1 ? .string(values[0]) : .array(values.map { .string($0) }))
            }
            query.add("arguments", JSONValue.object(members).encodedText)
        }
        if !environment.isEmpty {
            let members = environment.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, .string($0.value)) }
            query.add("envs", JSONValue.object(members).encodedText)
        }
        return ServiceConnection(
            socket: try await client.webSocket(
                "/stream/session/\(PercentEncoding.encode(session))/tcpproxy\(query.text)", headers: []))
    }

    /// Candidates for the word before the cursor, from the session's own language.
    ///
    /// - Parameters:
    ///   - text: The text up to the cursor.
    ///   - session: The session's name or id.
    /// - Returns: Words that could stand there.
    /// - Throws: ``ClientError``.
    public func completions(of text: String, in session: String) async throws(ClientError) -> [String] {
        let answer = try await client.send(
            "POST", "/session/\(PercentEncoding.encode(session))/complete",
            body: ["code": .string(text), "options": [:]])
        return answer["result"]?["completions"]?.items?.compactMap(\.text) ?? []
    }
}
