import Core
import Foundation
import Signing
import Transport

/// Makes the request of a step, signed as the recorder signed it, with the step's deliberate mistakes.
struct GoldenRequest {
    private static let accounts = [
        "superadmin": ("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
        "admin": ("AKIAHUKCHDEZGEXAMPLE", "cWbsM_vBB4CzTW7JdORRMx8SjGI3-wEXAMPLEKEY"),
        "user": ("AKIANABBDUSEREXAMPLE", "C8qnIo29EZvXkPK_MXcuAakYTy4NYrxwmCEyNPlf"),
        "user2": ("AKIANATWOUSEREXAMPLE", "P7oxTDdzHbEpUSs5v7r7EWj9yKstp8VpZ7SEyA-g"),
        // Whose keys the step names.
        "new": ("", ""),
        "monitor": ("AKIANAMONITOREXAMPLE", "7tuEwF1J7FfK41vOM4uSSyWCUWjPBolpVwvgkSBu"),
    ]

    let port: Int
    let step: GoldenStep

    /// The request; `body` replaces that of the step.
    func request(body replacement: JSONValue? = nil, method: String? = nil, target: String? = nil) -> HTTPRequest {
        let method = method ?? step.method
        let target = target ?? step.target
        var body: [UInt8] = []
        var contentType: String? = "text/plain"
        if let json = replacement ?? step.content["json"] {
            (body, contentType) = (json.encoded, "application/json")
        } else if let parts = step.content["multipart"]?.items {
            (body, contentType) = (GoldenMultipart.body(parts), GoldenMultipart.contentType)
        } else if let text = step.content["body"]?.text {
            body = Array(text.utf8)
        }
        let isSocket = step.kind == .ws || step.kind == .open
        if isSocket { contentType = nil }
        let given = step.content["headers"]?.members ?? []
        if let type = given.first(where: { $0.name.lowercased() == "content-type" })?.value { contentType = type.text }

        var headers = HTTPHeaders()
        sign(&headers, method, target, contentType)
        headers["Content-Type"] = contentType
        for header in given { headers[header.name] = header.value.text }
        return HTTPRequest(
            method: method, url: "http://127.0.0.1:\(port)\(target)", headers: headers,
            body: isSocket ? nil : body, timeout: .seconds(60))
    }

    private func sign(_ headers: inout HTTPHeaders, _ method: String, _ target: String, _ contentType: String?) {
        let version = step.auth("version")?.text ?? "v7.20230615"
        let date = date()
        headers["X-BackendAI-Domain"] = "default"
        if step.auth("no_version") == nil { headers["X-BackendAI-Version"] = version }
        if step.auth("no_date") == nil { headers[step.auth("date_header")?.text ?? "Date"] = date.text }
        guard let account = GoldenRequest.accounts[step.account] else { return }
        let keypair = Keypair(
            accessKey: AccessKey(rawValue: step.auth("access_key")?.text ?? account.0),
            secretKey: SecretKey(step.auth("secret_key")?.text ?? account.1))
        let canonical = CanonicalRequest(
            method: method, target: target, date: date.text, host: "127.0.0.1:\(port)", contentType: contentType,
            apiVersion: version)
        var authorization = keypair.authorization(for: canonical, day: date.day).text
        if step.auth("bad_signature") != nil { authorization = authorization.dropLast(4) + "0000" }
        if let literal = step.auth("authorization")?.text { authorization = literal }
        if step.auth("no_authorization") == nil { headers["Authorization"] = authorization }
    }

    private func date() -> (text: String, day: String) {
        let now = Date(timeIntervalSinceNow: Double(step.auth("skew")?.whole ?? 0))
        let usual = RequestDate.header(for: now)
        if let literal = step.auth("date")?.text { return (literal, usual.day) }
        guard step.auth("rfc1123") != nil else { return usual }
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(identifier: "UTC")
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return (format.string(from: now), usual.day)
    }
}
