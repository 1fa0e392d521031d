import CCurl
import CCurlShim

/// One libcurl easy handle and the memory that libcurl borrows from it.
///
/// Not Sendable: it lives and dies on the loop's thread.
final class EasyHandle {
    let raw: UnsafeMutableRawPointer
    private var headers: UnsafeMutablePointer<curl_slist>?
    private let errorText: UnsafeMutablePointer<CChar>
    private let dial: UnsafeMutablePointer<bai_dial>
    private var firstFailure = CURLE_OK
    /// Whether the last unix socket was not connected only because its backlog was full.
    private(set) var isBacklogFull = false

    /// Makes a handle for `plan`; `socketName` is what libcurl knows the unix socket by.
    ///
    /// libcurl reuses connections whose socket names are equal and opens none by that name itself.
    init(_ plan: RequestPlan, socketName: String?) throws(TransportError) {
        guard let raw = curl_easy_init() else { throw .failed(reason: "libcurl has no memory for a request") }
        self.raw = raw
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        dial = .allocate(capacity: 1)
        dial.initialize(to: bai_dial())
        guard bai_dial_init(dial, plan.unixSocket, plan.requiredPeer.map(Int64.init) ?? -1) == 0 else {
            throw .failed(reason: "the path of unix socket `\(plan.unixSocket ?? "")` is too long")
        }
        setConnection(plan, socketName: socketName)
        guard firstFailure == CURLE_OK else {
            throw .failed(reason: "libcurl refused a setting: \(Self.text(of: firstFailure))")
        }
    }

    deinit {
        curl_easy_cleanup(raw)
        curl_slist_free_all(headers)
        errorText.deallocate()
        dial.deallocate()
    }

    private func setConnection(_ plan: RequestPlan, socketName: String?) {
        check(bai_easy_set_pointer(raw, CURLOPT_ERRORBUFFER, errorText))
        check(bai_easy_set_dial(raw, dial))
        set(CURLOPT_URL, plan.endpoint.connectionURL)
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        set(CURLOPT_CONNECTTIMEOUT_MS, max(1, plan.connectTimeout.milliseconds))
        set(CURLOPT_TCP_KEEPALIVE, 1)
        set(CURLOPT_BUFFERSIZE, 64 * 1024)
        if let socketName { set(CURLOPT_UNIX_SOCKET_PATH, socketName) }
        if socketName != nil || plan.endpoint.isLoopback {
            set(CURLOPT_PROXY, "")
        } else {
            // Through a tunnel the target stays in origin form, as signed.
            set(CURLOPT_HTTPPROXYTUNNEL, 1)
            set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
            // CURLAUTH_BASIC: the other way is Kerberos, which released programs don't hold.
            set(CURLOPT_SOCKS5_AUTH, 1)
        }
        if !plan.verifiesCertificate {
            set(CURLOPT_SSL_VERIFYPEER, 0)
            set(CURLOPT_SSL_VERIFYHOST, 0)
        }
    }

    /// Sets the method, the target, the headers and, up to 64 KiB, the body.
    ///
    /// - Returns: Whether the body must be read through ``setReader(_:seek:context:)``.
    func setRequest(_ plan: RequestPlan) -> Bool {
        set(CURLOPT_PATH_AS_IS, 1)
        set(CURLOPT_REQUEST_TARGET, plan.endpoint.target)
        for line in plan.headerLines { headers = curl_slist_append(headers, line) }
        check(bai_easy_set_pointer(raw, CURLOPT_HTTPHEADER, headers))
        switch plan.form {
        case .bodiless: set(CURLOPT_HTTPGET, 1)
        case .head: set(CURLOPT_NOBODY, 1)
        case .body(let body):
            set(CURLOPT_POST, 1)
            check(bai_easy_set_offset(raw, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)))
            // libcurl sends a copied body of this size together with the head, in one segment.
            guard body.count <= 64 * 1024 else { break }
            body.withUnsafeBytes { bytes in
                let empty: StaticString = ""
                let start = bytes.baseAddress ?? UnsafeRawPointer(empty.utf8Start)
                check(bai_easy_set_pointer(raw, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: start)))
            }
            set(CURLOPT_CUSTOMREQUEST, plan.method)
            return false
        }
        if plan.form != .head { set(CURLOPT_CUSTOMREQUEST, plan.method) }
        if case .body = plan.form { return true }
        return false
    }

    /// Asks for a connection and nothing else; its bytes go through ``send(_:)`` and ``receive(into:)``.
    func setConnectOnly() {
        set(CURLOPT_CONNECT_ONLY, 1)
        set(CURLOPT_FRESH_CONNECT, 1)
    }

    func set(_ option: CURLoption, _ value: Int) {
        check(bai_easy_set_long(raw, option, value))
    }

    func set(_ option: CURLoption, _ value: String) {
        check(bai_easy_set_string(raw, option, value))
    }

    func check(_ code: CURLcode) {
        if firstFailure == CURLE_OK { firstFailure = code }
    }

    /// The first setting that libcurl refused, if any.
    var settingFailure: TransportError? {
        firstFailure == CURLE_OK ? nil : .failed(reason: "libcurl refused a setting: \(Self.text(of: firstFailure))")
    }

    /// Checks the owner of the unix socket that libcurl has connected, before anything is sent.
    func checkPeer(_ plan: RequestPlan) throws(TransportError) {
        let code = bai_dial_check(dial)
        isBacklogFull = code == BAI_BACKLOG_FULL
        guard code < 0 else { return }
        let refused = dial.pointee.refused_uid
        let reason =
            if let wanted = plan.requiredPeer, refused >= 0 {
                "its owner is user id `\(refused)`, not `\(wanted)`"
            } else {
                CurlFailure.text(ofSystemError: -code)
            }
        throw .unreachable(endpoint: plan.place, reason: reason)
    }

    /// Notes a full backlog where libcurl found that out by itself: it polled the socket before it
    /// was asked to send, and failed without any system call failing.
    func noteFailure(_ code: CURLcode, plan: RequestPlan) {
        if code == CURLE_COULDNT_CONNECT, plan.unixSocket != nil, systemError == 0 { isBacklogFull = true }
    }

    /// Makes the handle as good as new for another attempt.
    func forgetFailure() {
        isBacklogFull = false
        errorText.pointee = 0
        // The next attempt may reuse a connection, and then opens none.
        dial.pointee.descriptor = -1
    }

    /// What happened to the transfer, in the terms of ``TransportError``.
    func failure(_ code: CURLcode, plan: RequestPlan) -> TransportError {
        guard !isBacklogFull else {
            return .timedOut(reason: "`\(plan.place)` accepted no connection within \(plan.connectTimeout)")
        }
        let detail = String(cString: errorText)
        return CurlFailure(code: code, detail: detail.isEmpty ? Self.text(of: code) : detail, systemError: systemError)
            .error(plan)
    }

    /// errno of the last connection that libcurl itself saw fail; 0 for none.
    private var systemError: Int32 {
        var value = 0
        return bai_easy_get_long(raw, CURLINFO_OS_ERRNO, &value) == CURLE_OK ? Int32(truncatingIfNeeded: value) : 0
    }

    static func text(of code: CURLcode) -> String {
        curl_easy_strerror(code).map { String(cString: $0) } ?? "code \(code.rawValue)"
    }
}

extension EasyHandle {
    /// What one read or write on a connect-only handle did.
    enum Progress {
        case moved(Int)
        case wouldBlock
        case ended
        case failed(CURLcode)
    }

    /// The descriptor of the connection, which libcurl owns.
    var descriptor: Int32? {
        var socket: curl_socket_t = -1
        return bai_easy_get_socket(raw, &socket) == CURLE_OK && socket >= 0 ? socket : nil
    }

    func send(_ bytes: UnsafeRawBufferPointer) -> Progress {
        var count = 0
        switch curl_easy_send(raw, bytes.baseAddress, bytes.count, &count) {
        case CURLE_OK: return .moved(count)
        case CURLE_AGAIN: return .wouldBlock
        case let code: return .failed(code)
        }
    }

    func receive(into buffer: UnsafeMutableRawBufferPointer) -> Progress {
        var count = 0
        switch curl_easy_recv(raw, buffer.baseAddress, buffer.count, &count) {
        case CURLE_OK: return count > 0 ? .moved(count) : .ended
        case CURLE_AGAIN: return .wouldBlock
        case let code: return .failed(code)
        }
    }
}

extension Duration {
    /// Whole milliseconds, rounded up, so that a wait never ends early.
    var milliseconds: Int {
        let (seconds, attoseconds) = components
        return Int(clamping: seconds).multipliedReportingOverflow(by: 1000).partialValue
            + Int((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}
