import Core
import HTTPTypes
import Hummingbird
import NIOCore

extension HTTPField.Name {
    static let rateLimit = HTTPField.Name(validated: "X-RateLimit-Limit")
    static let rateRemaining = HTTPField.Name(validated: "X-RateLimit-Remaining")
    static let rateWindow = HTTPField.Name(validated: "X-RateLimit-Window")
    static let retryAfter = HTTPField.Name(validated: "Retry-After")
    static let streamForm = HTTPField.Name(validated: streamFormHeader)

    /// A name that is known to be one.
    private init(validated text: String) {
        self = HTTPField.Name(text) ?? .server
    }
}

extension Response {
    /// An answer of JSON.
    static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok) -> Response {
        json(value.encoded, status: status)
    }

    /// An answer of JSON that is written already.
    static func json(_ bytes: [UInt8], status: HTTPResponse.Status = .ok, type: String = "application/json") -> Response
    {
        Response(
            status: status,
            headers: [.contentType: "\(type); charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        )
    }

    /// The answer that reports `error`.
    static func problem(_ error: BackendError, headers: HTTPFields = [:]) -> Response {
        var response = json(
            error.body.encoded,
            status: HTTPResponse.Status(code: error.code.status),
            type: "application/problem+json"
        )
        response.headers.append(contentsOf: headers)
        if let seconds = error.retryAfter { response.headers[.retryAfter] = String(seconds) }
        return response
    }
}

extension HTTPFields {
    /// Tells the rate limit, as the original does in answers that report no failure.
    mutating func append(_ rate: RateLimit) {
        append(.init(name: .rateLimit, value: String(rate.limit)))
        append(.init(name: .rateRemaining, value: String(rate.remaining)))
        append(.init(name: .rateWindow, value: String(RateWindow.length)))
    }
}
