import Core
import HTTPTypes
import Hummingbird
import NIOCore

extension HTTPField.Name {
    static let apiVersion = HTTPField.Name(validated: "X-BackendAI-Version")
    static let legacyAPIVersion = HTTPField.Name(validated: "X-Sorna-Version")
    static let backendDate = HTTPField.Name(validated: "X-BackendAI-Date")
    static let legacyDate = HTTPField.Name(validated: "X-Sorna-Date")
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
        return response
    }
}

extension SignedRequest {
    /// The parts of a request as they were received.
    init(head: HTTPRequest) {
        let headers = head.headerFields
        self.init(
            method: head.method.rawValue,
            target: head.path ?? "",
            host: head.authority ?? "",
            contentType: headers[.contentType],
            date: headers[.date] ?? headers[.backendDate] ?? headers[.legacyDate],
            apiVersion: headers[.apiVersion] ?? headers[.legacyAPIVersion],
            authorization: headers[values: .authorization]
        )
    }
}
