import Core
import FoundationEssentials
import Signing

/// What runs have written into the output directory of their sessions, offered by address.
///
/// An address needs no signature of its caller, so that a browser can open it: it carries one of its own, made with the
/// secret key of the session's owner, over the file's path and the time until which it holds.
struct OutputFiles: Sendable {
    /// How long an address holds.
    private static let lifetime = 3600

    let sessions: SessionService
    let activity: SessionActivity
    let authentication: AuthenticationService

    /// The files that a run has written.
    ///
    /// - Parameters:
    ///   - result: The run's end, which says since when to look, and whether there is anything to look at.
    ///   - session: Where it ran.
    ///   - base: What the manager is called by its client, such as `http://127.0.0.1:8081`.
    /// - Returns: None when they cannot be listed: the run's end is worth more than they are.
    func files(of result: RunResult, in session: SessionRecord, base: String) async -> [OutputFile] {
        guard let since = result.outputSince else { return [] }
        let files = SessionFiles(sessions: sessions, activity: activity)
        guard let listing = try? await files.changes(in: OutputFile.directory, since: since, session) else { return [] }
        return (listing["files"]?.items ?? []).compactMap { file in
            guard let name = file["name"]?.text, let size = file["size"]?.integer else { return nil }
            return address(of: name, in: session).map { OutputFile(name: name, url: base + $0, size: size) }
        }
    }

    /// Whether an address is one that was given, and still holds.
    func admits(_ name: String, of session: SessionRecord, until expiry: Int, _ signature: String) -> Bool {
        guard expiry >= Int(Date().timeIntervalSince1970), let right = sign(name, session, expiry) else { return false }
        return constantTimeEqual(Array(signature.utf8), Array(right.utf8))
    }

    private func address(of name: String, in session: SessionRecord) -> String? {
        let expiry = Int(Date().timeIntervalSince1970) + Self.lifetime
        return sign(name, session, expiry).map { signature in
            "/session/\(session.id)/output?file=\(PercentEncoding.encode(name))&expires=\(expiry)&signature=\(signature)"
        }
    }

    private func sign(_ name: String, _ session: SessionRecord, _ expiry: Int) -> String? {
        guard let record = authentication.record(of: session.owner.accessKey) else { return nil }
        let text = "output\n\(session.id)\n\(expiry)\n\(name)"
        return hexadecimal(HMAC.sha256(key: Array(record.keypair.secretKey.reveal().utf8), message: Array(text.utf8)))
    }
}
