import CCurl
import CCurlShim

/// What libcurl reported about a transfer that failed.
struct CurlFailure {
    let code: CURLcode
    /// libcurl's own sentence.
    let detail: String
    /// errno of the last system call, 0 if unknown.
    let systemError: Int32

    /// The same in the terms of callers.
    func error(_ plan: RequestPlan) -> TransportError {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT:
            return .unreachable(endpoint: plan.place, reason: connectReason)
        case CURLE_OPERATION_TIMEDOUT:
            return .timedOut(reason: "no connection to `\(plan.place)` within \(plan.connectTimeout)")
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_SHUTDOWN_FAILED:
            return .tls(reason: sentence)
        case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_PARTIAL_FILE:
            return .closed(code: nil, reason: sentence)
        case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL:
            return .protocolViolation(reason: sentence)
        default:
            return .failed(reason: "the request to `\(plan.place)` failed: \(sentence)")
        }
    }

    private var connectReason: String {
        guard code == CURLE_COULDNT_CONNECT, systemError != 0 else { return sentence }
        return Self.lowercasingStart(of: Self.text(ofSystemError: systemError))
    }

    private var sentence: String { Self.lowercasingStart(of: detail) }

    static func text(ofSystemError error: Int32) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { buffer in
            guard let start = buffer.baseAddress else { return "error \(error)" }
            bai_error_text(error, start, buffer.count)
            return String(cString: start)
        }
    }

    /// `Connection refused` as part of a sentence; `SSL …` and `HTTP …` stay.
    private static func lowercasingStart(of text: String) -> String {
        guard let first = text.first, text.dropFirst().first?.isLowercase == true else { return text }
        return first.lowercased() + text.dropFirst()
    }
}
