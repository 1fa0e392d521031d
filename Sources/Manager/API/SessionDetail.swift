import Core
import FoundationEssentials

/// The answer of `GET /session/{id}`, in the original's members and their spellings.
struct SessionDetail {
    let session: SessionRecord
    let sessions: SessionService

    func body() async -> JSONValue {
        let kernels = (try? await sessions.store.kernels(of: session.id)) ?? []
        let kernel = kernels.first { $0.id == session.mainKernel }
        let occupied = (try? await sessions.store.allocated(to: session.id)) ?? .none
        let statistics = await sessions.liveStatistics(of: session)
        let age = (Timestamp.now() - session.createdAt) / 1000
        let last = statistics ?? kernel?.lastStatistics
        return [
            "domainName": .string(session.owner.domain),
            "groupId": .string(session.owner.group),
            "userId": .string(session.owner.user),
            "lang": .string(session.image),
            "image": .string(session.image),
            "architecture": .string(session.spec.architecture),
            "registry": .string(ImageReference(parsing: session.image)?.registry ?? ""),
            "tag": JSONValue(session.spec.tag),
            "containerId": .string(kernel?.container ?? "None"),
            "occupiedSlots": .string(PythonText.slots(occupied)),
            "occupyingSlots": "{}",
            "requestedSlots": .string(PythonText.slots(session.requested)),
            "occupiedShares": "{}",
            "environ": .string(PythonText.strings(session.spec.environment)),
            "resourceOpts": .string(options(of: kernels)),
            "status": .string(session.status.rawValue),
            "statusInfo": .string(
                session.status == .pending ? session.reason?.rawValue ?? "None" : session.detail ?? ""),
            "statusData": [:],
            "age": .integer(age),
            "creationTime": .string(PythonText.time(session.createdAt)),
            "terminationTime": JSONValue(session.terminatedAt.map { PythonText.time($0) }),
            "numQueriesExecuted": .integer(Int64(await sessions.runs(of: session))),
            "lastStat": last.map { $0.wire() } ?? .null,
            "idleChecks": await sessions.idle.reports(of: session).value,
        ]
    }

    /// The resource options of each kernel, by its host's name.
    private func options(of kernels: [KernelRecord]) -> String {
        let usual = session.spec.sharedMemory.bytes
        let members = kernels.map { "'\($0.hostname)': {'shmem': \($0.shape?.sharedMemory ?? usual)}" }
        return "{" + members.joined(separator: ", ") + "}"
    }
}

/// Values as Python's `str()` prints them, which the original's answers contain.
enum PythonText {
    /// Slots: `{'cpu': Decimal('1'), 'mem': Decimal('536870912')}`.
    static func slots(_ slots: ResourceSlots) -> String {
        "{" + slots.wire.map { "'\($0.slot)': Decimal('\($0.amount)')" }.joined(separator: ", ") + "}"
    }

    /// A map of texts: `{'A': '1'}`.
    static func strings(_ strings: [String: String]) -> String {
        let members = strings.sorted { $0.key < $1.key }.map { "\(quoted($0.key)): \(quoted($0.value))" }
        return "{" + members.joined(separator: ", ") + "}"
    }

    /// A time: `2026-01-02 03:04:05.000006+00:00`.
    static func time(_ microseconds: Int64) -> String {
        let text = RequestDate.header(for: Timestamp.date(microseconds)).text
        return text.replacing("T", with: " ")
    }

    static func quoted(_ text: String) -> String {
        let escaped = text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
        if escaped.contains("'"), !escaped.contains("\"") { return "\"\(escaped)\"" }
        return "'\(escaped.replacing("'", with: "\\'"))'"
    }
}
