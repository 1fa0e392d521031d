import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// What `Hummingbird.Application` does between a channel and a router: context, request id, last resort for errors.
struct Responding<Responder: HTTPResponder>: Sendable
where Responder.Context: InitializableFromSource<ApplicationRequestContextSource> {
    private struct BrokenRequest: Error {
        let cause: any Error
    }

    let responder: Responder
    let stamp: ResponseStamp
    let logger: Logger

    func respond(to request: Request, writer: consuming ResponseWriter, channel: any Channel) async throws {
        let identity = RequestIdentity.of(request.headers)
        var logger = logger
        logger[metadataKey: RequestIdentity.logKey] = .string(identity)
        let source = ApplicationRequestContextSource(channel: channel, logger: logger)
        var response: Response
        do {
            response = try await responder.respond(to: request, context: Responder.Context(source: source))
        } catch let error as HTTPParserError {
            // Hummingbird's channel answers it with 400.
            throw error
        } catch {
            logger.info("request failed", metadata: ["error": "\(error)"])
            response = Response(status: .internalServerError)
        }
        stamp.apply(to: &response.headers, for: identity)
        do {
            try await writer.write(response: response.head, body: response.body)
        } catch let error as HTTPParserError {
            // As it is, Hummingbird's channel would answer it with a second response.
            throw BrokenRequest(cause: error)
        }
    }
}
