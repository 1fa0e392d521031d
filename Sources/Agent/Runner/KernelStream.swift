import Core
import Logging
import NIOCore
import NIOPosix
import WebServer

/// Carries frames between a manager's WebSocket and a kernel's runner.
///
/// Everything passes as it is, with two exceptions: the output of runs is written to the kernel's log as well, and the
/// end of a run is completed by what the memory group says.
struct KernelStream: Sendable {
    let kernel: KernelID
    let memory: OutOfMemoryWatch
    let directory: KernelDirectory
    /// Where output is kept; nil for channels, whose bytes are nobody else's.
    let log: OutputLog?
    let logger: Logger

    func run(_ socket: WebSocketConnection) async throws {
        let runner = try await RunnerChannel.connect(directory.socket, on: socket.eventLoop)
        try await runner.perform { inbound, outbound in
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await carryDown(socket, outbound) }
                group.addTask { await carryUp(inbound, socket) }
                // Whichever side ends, ends the stream.
                await group.next()
                group.cancelAll()
            }
        }
        await socket.close()
    }

    /// From the manager to the runner.
    private func carryDown(_ socket: WebSocketConnection, _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>) async {
        // A runner that has closed its end may have said something before: that is still carried up.
        var isTaken = true
        do {
            for try await message in socket.inbound {
                guard case .binary(let buffer) = message, buffer.readableBytes <= Frame.maximumPayload + 1,
                    let first = buffer.getInteger(at: buffer.readerIndex, as: UInt8.self),
                    let kind = Frame.Kind(rawValue: first), !kind.isOutput
                else {
                    logger.warning("manager sent no frame", metadata: ["kernel.id": "\(kernel)"])
                    return
                }
                guard isTaken else { continue }
                do {
                    try await outbound.write(buffer)
                } catch {
                    isTaken = false
                }
            }
        } catch {
            logger.debug("stream to runner ended", metadata: ["kernel.id": "\(kernel)", "error": "\(error)"])
        }
    }

    /// From the runner to the manager.
    private func carryUp(_ inbound: NIOAsyncChannelInboundStream<ByteBuffer>, _ socket: WebSocketConnection) async {
        do {
            for try await buffer in inbound {
                let kind = buffer.getInteger(at: buffer.readerIndex, as: UInt8.self).flatMap(Frame.Kind.init)
                switch kind {
                case .standardOutput, .standardError:
                    try await socket.send(binary: buffer)
                    log?.append(buffer.readableBytesView.dropFirst(), to: directory)
                case .display:
                    try await socket.send(binary: buffer)
                case .control:
                    try await socket.send(binary: completed(buffer))
                case .standardInput, .code, nil:
                    logger.warning("runner sent a frame of the wrong kind", metadata: ["kernel.id": "\(kernel)"])
                    return
                }
            }
        } catch {
            logger.debug("stream from runner ended", metadata: ["kernel.id": "\(kernel)", "error": "\(error)"])
        }
    }

    /// The frame, with what the runner cannot know about the end of a run.
    private func completed(_ buffer: ByteBuffer) throws -> ByteBuffer {
        guard memory.hasKilled else { return buffer }
        let frame = try Frame(message: buffer.readableBytesView)
        guard case .finished(let result) = try frame.decodeControl(as: RunnerEvent.self) else { return buffer }
        let amended = memory.amend(result)
        if amended == result { return buffer }
        return ByteBuffer(bytes: try Frame.control(RunnerEvent.finished(amended)).message)
    }
}
