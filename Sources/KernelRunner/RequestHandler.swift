import Core

/// Carries out what a connection asks for.
struct RequestHandler {
    let executor: Executor
    let services: Services

    /// Takes one frame.
    ///
    /// - Throws: ``FrameError`` when the peer does not speak this protocol; its connection is closed.
    func handle(_ frame: Frame, from connection: Connection) throws(FrameError) {
        switch frame.kind {
        case .control:
            if case .receiving = connection.role { throw .malformedControl("a request came in the midst of code") }
            try handle(frame.decodeControl(as: RunnerRequest.self), from: connection)
        case .code:
            try takeCode(frame.payload, from: connection)
        case .standardInput:
            if let channel = connection.channel { return channel.receive(frame.payload) }
            if connection.wasChannel { return }
            guard let run = connection.run else { throw .malformedControl("input came for no run") }
            do throws(InputBuffer.Refusal) {
                try executor.receive(frame.payload, for: run)
            } catch {
                throw .malformedControl("input came against the protocol: \(error)")
            }
        case .standardOutput, .standardError, .display:
            throw .malformedControl("a \(frame.kind) frame came in")
        }
    }

    private func handle(_ request: RunnerRequest, from connection: Connection) throws(FrameError) {
        switch request {
        case .start(let start):
            self.start(start, from: connection)
        case .attach(let id, let number):
            attach(id, from: number, on: connection)
        case .acknowledge(let number):
            guard let run = connection.run else { throw .malformedControl("an acknowledgement came for no run") }
            guard number <= connection.sentThrough else { throw .malformedControl("unsent output was acknowledged") }
            if executor.acknowledge(through: number, of: run) { connection.reset() }
        case .endInput:
            if let channel = connection.channel { return channel.endInput() }
            if connection.wasChannel { return }
            guard let run = connection.run else { throw .malformedControl("the end of input came for no run") }
            executor.endInput(of: run)
        case .interrupt(let id):
            if executor.interrupt(id) {
                connection.send(.done)
            } else {
                connection.send(.refused(code: .unknownRun, message: "there is no run `\(id ?? "")`"))
            }
        case .status:
            connection.send(.status(executor.status))
        case .open(let order):
            try open(order, on: connection)
        case .stopService(let name):
            services.stop(name)
            connection.send(.done)
        case .resize(let rows, let columns):
            connection.channel?.resize(rows: rows, columns: columns)
        }
    }

    private func open(_ order: ChannelOrder, on connection: Connection) throws(FrameError) {
        guard case .open = connection.role else { throw .malformedControl("the connection is in use already") }
        let opening = ChannelOpening(configuration: executor.configuration)
        do {
            switch order {
            case .files(let order): connection.open(try opening.files(order))
            case .terminal(let order): connection.open(try opening.terminal(order))
            case .service(let order):
                connection.wait()
                if let outcome = services.open(order, for: connection.number) { connection.take(outcome) }
            }
        } catch {
            connection.send(.refused(code: .serviceFailed, message: "\(error)"))
        }
    }

    private func start(_ start: RunStart, from connection: Connection) {
        if let refusal = refusal(of: start, from: connection) {
            connection.codeToSkip += max(0, start.codeLength)
            return connection.send(refusal)
        }
        if executor.register.run(start.run) != nil {
            connection.codeToSkip += start.codeLength
            return attachAgain(start.run, on: connection)
        }
        do {
            // Where it fails for another, the run itself tells.
            if executor.configuration.language.evaluator?.servesAll == true, executor.isForEvaluator(start) {
                try executor.prepare()
            }
            let code = try CodeFile()
            if let text = start.code { try code.append(Array(text.utf8)) }
            connection.receive(start, into: code)
            if start.codeLength == 0 { beginIfComplete(connection) }
        } catch {
            connection.codeToSkip += start.codeLength
            connection.send(.refused(code: .runtimeMissing, message: "\(error)"))
        }
    }

    private func refusal(of start: RunStart, from connection: Connection) -> RunnerEvent? {
        if connection.run != nil {
            return .refused(code: .invalidRequest, message: "the connection streams a run already")
        }
        guard (1...64).contains(start.run.count), start.run.utf8.count <= 256 else {
            return .refused(code: .invalidRequest, message: "a run's name has 1 to 64 characters")
        }
        guard start.codeLength >= 0, start.code == nil || start.codeLength == 0,
            start.length <= CodeFile.maximumLength
        else {
            return .refused(
                code: .invalidRequest, message: "code is at most \(CodeFile.maximumLength) bytes long")
        }
        if let message = executor.refusal(of: start) { return .refused(code: .unsupportedMode, message: message) }
        if executor.register.run(start.run) == nil, executor.register.isFull(for: start.length) {
            return .refused(code: .queueFull, message: "too many runs are waiting")
        }
        return nil
    }

    private func takeCode(_ bytes: [UInt8], from connection: Connection) throws(FrameError) {
        if connection.codeToSkip > 0 {
            guard bytes.count <= connection.codeToSkip else { throw .malformedControl("more code came than announced") }
            connection.codeToSkip -= bytes.count
            return
        }
        guard case .receiving(let start, let code) = connection.role, code.length + bytes.count <= start.codeLength
        else {
            throw .malformedControl("code came that was not announced")
        }
        do {
            try code.append(bytes)
        } catch {
            throw .malformedControl("\(error)")
        }
        beginIfComplete(connection)
    }

    private func beginIfComplete(_ connection: Connection) {
        guard case .receiving(let start, let code) = connection.role, code.length == start.length else { return }
        // The same start may have come over another connection meanwhile.
        if executor.register.run(start.run) != nil { return attachAgain(start.run, on: connection) }
        let run = Run(start, code: code)
        connection.stream(run, after: 0)
        executor.enqueue(run)
    }

    /// Goes on with a run that was started before, from the oldest output that is kept.
    private func attachAgain(_ id: String, on connection: Connection) {
        attach(id, from: (executor.register.run(id)?.output.first ?? 1) - 1, on: connection)
    }

    private func attach(_ id: String, from number: Int, on connection: Connection) {
        guard connection.run == nil else {
            return connection.send(.refused(code: .invalidRequest, message: "the connection streams a run already"))
        }
        guard let run = executor.register.run(id) else {
            return connection.send(.refused(code: .unknownRun, message: "there is no run `\(id)`"))
        }
        guard number >= run.output.first - 1 else {
            connection.reset()
            return connection.send(
                .refused(
                    code: .outputGone, message: "output up to number \(run.output.first - 1) has been acknowledged"))
        }
        guard number <= run.output.last else {
            return connection.send(.refused(code: .invalidRequest, message: "there is no output number \(number) yet"))
        }
        connection.stream(run, after: number)
    }
}
