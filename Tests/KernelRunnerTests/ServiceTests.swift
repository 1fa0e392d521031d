import Core
import Glibc
import Testing

@testable import KernelRunner

@Suite("Services", .enabled(if: RunnerProcess.hasPython, "python3 is not there"))
struct ServiceTests {
    @Test("places of a text are filled, and double braces stand for one")
    func template() throws {
        var template = ServiceTemplate(runtimePath: "/usr/bin/python3", ports: [8080, 8081])
        template.set("conf", "/tmp/x")
        #expect(try template.fill("{runtime_path} {ports[1]} {conf} {{}}") == "/usr/bin/python3 8081 /tmp/x {}")
        #expect(throws: ServiceDefinition.Problem.self) { try template.fill("{nobody}") }
        #expect(throws: ServiceDefinition.Problem.self) { try template.fill("a } b") }
    }

    @Test("a definition is read in the original's form")
    func definition() throws {
        let text = """
            {"command": ["{runtime_path}", "-m", "x"], "env": {"A": "1"}, "allowed_arguments": ["--v"],
             "default_arguments": {"--w": "2", "--flag": null}, "start_timeout": 2.5,
             "prestart": [{"action": "write_tempfile", "args": {"body": ["a", "b"], "mode": "600"}, "ref": "conf"},
                          {"action": "mkdir", "args": {"path": "/tmp/d"}}]}
            """
        let definition = try ServiceDefinition(try JSONValue(parsing: Array(text.utf8)))
        #expect(definition.command == ["{runtime_path}", "-m", "x"])
        #expect(definition.prestart.first?.kind == .writeTemporaryFile(body: ["a", "b"], mode: 0o600))
        #expect(definition.prestart.first?.reference == "conf")
        #expect(definition.allowedArguments == ["--v"])
        #expect(definition.patience == .seconds(2.5))
        let template = ServiceTemplate(runtimePath: "/p", ports: [1])
        #expect(
            try template.command(of: definition, arguments: ["--v": ["3"]])
                == ["/p", "-m", "x", "--w", "2", "--flag", "--v", "3"])
        #expect(try template.command(of: definition, arguments: ["--w": ["9"]]).suffix(2) == ["--w", "9"])
    }

    @Test(
        "a definition that cannot be followed is refused with what is wrong",
        arguments: [
            "[]", "{}", #"{"command": "x"}"#, #"{"command": ["x"], "prestart": [{"action": "dance"}]}"#,
            #"{"command": ["x"], "prestart": [{"action": "mkdir"}]}"#,
            #"{"command": ["x"], "prestart": [{"action": "write_file", "args": {"filename": "f", "mode": "9999"}}]}"#,
        ])
    func malformed(text: String) throws {
        let value = try JSONValue(parsing: Array(text.utf8))
        #expect(throws: ServiceDefinition.Problem.self) { try ServiceDefinition(value) }
    }

    @Test("what the user's own program listens at is reached, byte for byte", .timeLimit(.minutes(1)))
    func preopen() throws {
        let runner = try RunnerProcess()
        let code = """
            import socket, threading
            listener = socket.create_server(("127.0.0.1", 0))
            def serve():
                connection, _ = listener.accept()
                data = b""
                while part := connection.recv(65536): data += part
                connection.sendall(data[::-1])
                connection.close()
            threading.Thread(target=serve, daemon=True).start()
            print(listener.getsockname()[1])
            """
        let port = try #require(Int(try runner.run(code).text.filter(\.isNumber)))
        let service = ServicePort(name: "own", kind: .preopen, ports: [port])
        let client = try runner.connect()
        try client.send(.open(.service(ServiceOrder(service: service))))
        #expect(try client.event() == .opened)
        let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        try client.send(.standardInput, bytes)
        try client.send(.endInput)
        var answer: [UInt8] = []
        while true {
            let frame = try client.next()
            guard frame.kind == .standardOutput else {
                #expect(try frame.decodeControl(as: RunnerEvent.self) == .closed(exitCode: nil))
                break
            }
            answer += frame.payload
        }
        #expect(answer == bytes.reversed())
    }

    @Test("a port at which nobody listens is refused, and so is one that the service does not have")
    func closed() throws {
        let runner = try RunnerProcess()
        let service = ServicePort(name: "own", kind: .preopen, ports: [1])
        let client = try runner.connect()
        try client.send(.open(.service(ServiceOrder(service: service))))
        guard case .refused(.portClosed, _) = try client.event() else {
            Issue.record("the port was not refused")
            return
        }
        try client.send(.open(.service(ServiceOrder(service: service, port: 2))))
        guard case .refused(.invalidRequest, _) = try client.event() else {
            Issue.record("the other port was not refused")
            return
        }
    }

    @Test("a service that ends before it answers is told with what it said last", .timeLimit(.minutes(1)))
    func failing() throws {
        let runner = try RunnerProcess()
        let service = ServicePort(name: "tensorboard", kind: .http, ports: [50_123])
        let client = try runner.connect()
        try client.send(.open(.service(ServiceOrder(service: service))))
        guard case .refused(.serviceFailed, let message) = try client.event() else {
            Issue.record("the service was not refused")
            return
        }
        #expect(message.hasPrefix("service `tensorboard` ended with exit code 1: "))
        _ = try CapturedCommand.run(["/bin/rm", "-rf", "\(runner.directory)/.logs"])
    }

    @Test("a service that nothing is known of is refused, and so are arguments that it does not take")
    func unknown() throws {
        let runner = try RunnerProcess()
        func refusal(_ order: ServiceOrder) throws -> String? {
            let client = try runner.connect()
            try client.send(.open(.service(order)))
            guard case .refused(.serviceFailed, let message) = try client.event() else { return nil }
            return message
        }
        let nothing = ServicePort(name: "nothing", kind: .http, ports: [5000])
        #expect(try refusal(ServiceOrder(service: nothing))?.contains("no definition") == true)
        let board = ServicePort(name: "tensorboard", kind: .http, ports: [5000])
        #expect(
            try refusal(ServiceOrder(service: board, arguments: ["--evil": []]))?.contains("`--evil`") == true)
        #expect(
            try refusal(ServiceOrder(service: board, environment: ["LD_PRELOAD": "x"]))?.contains("`LD_PRELOAD`")
                == true)
    }
}
