import Core

extension BundlePlan {
    /// Microseconds: the kernel's default, long enough that a short burst is not cut into pieces.
    private static let period: Int64 = 100_000

    /// The limits; shared memory, /tmp and a scratch in memory are charged to the memory slot.
    var resources: OCIResources {
        OCIResources(
            memory: memory,
            cpu: processor,
            pids: .init(limit: limits.processes),
            // The runtime lets the usual ones pass by itself: null, zero, full, random, urandom, tty, pts.
            devices: [.init(allow: false, access: "rwm")]
        )
    }

    private var memory: OCIResources.Memory? {
        let bytes = spec.slots[.mem].whole
        guard bytes > 0, !spec.slots[.mem].isInfinite else { return nil }
        // Equal numbers mean no swap, on v1 and v2 alike.
        return .init(limit: bytes, swap: host.countsSwap ? bytes : nil)
    }

    private var processor: OCIResources.CPU? {
        let amount = spec.slots[.cpu]
        guard amount.thousandths > 0, !amount.isInfinite else { return nil }
        return .init(
            // A quota below a millisecond is refused by the kernel.
            quota: max(amount.thousandths * Self.period / 1000, 1000),
            period: UInt64(Self.period),
            // cpu.shares takes 2 to 262,144.
            shares: UInt64(min(max(amount.thousandths * 1024 / 1000, 2), 262_144)),
            cpus: cpus
        )
    }
}
