import Core

/// What the kernels of one group used until they ended, in the original's members.
struct GroupUsage {
    private let kernels: [KernelUsage]

    /// Kernels by their groups, in the order in which the groups first appear.
    static func grouped(_ kernels: [KernelUsage]) -> [GroupUsage] {
        var order: [String] = []
        var groups: [String: [KernelUsage]] = [:]
        for kernel in kernels {
            let group = kernel.session.owner.group
            if groups[group] == nil { order.append(group) }
            groups[group, default: []].append(kernel)
        }
        return order.compactMap { groups[$0].map(GroupUsage.init) }
    }

    var body: JSONValue {
        let owner = kernels.first?.session.owner
        return [
            "g_id": JSONValue(owner?.group),
            "g_name": JSONValue(owner?.groupName),
            "domain_name": JSONValue(owner?.domain),
            "g_cpu_allocated": .number(kernels.reduce(0) { $0 + $1.cpuCores }),
            "g_cpu_used": .number(kernels.reduce(0) { $0 + $1.cpuSeconds }),
            "g_mem_allocated": .integer(sum { $0.allocated[.mem].whole }),
            "g_mem_used": .integer(sum { $0.statistics?.memoryPeak ?? 0 }),
            "g_shared_memory": .integer(sum { $0.session.spec.sharedMemory.bytes }),
            "g_disk_allocated": 0,
            "g_disk_used": .integer(sum { $0.statistics?.scratchSize ?? 0 }),
            "g_io_read": .integer(sum { $0.statistics?.ioRead ?? 0 }),
            "g_io_write": .integer(sum { $0.statistics?.ioWrite ?? 0 }),
            "g_device_type": .array(Set(kernels.flatMap(\.devices)).sorted().map { .string($0) }),
            "g_smp": .integer(sum { Int64($0.cpuCores) }),
            "g_gpu_mem_allocated": 0,
            "g_gpu_allocated": .number(kernels.reduce(0) { $0 + $1.accelerators }),
            "c_infos": .array(kernels.map(\.body)),
        ]
    }

    private func sum(_ amount: (KernelUsage) -> Int64) -> Int64 {
        kernels.reduce(0) { total, kernel in
            let (sum, overflow) = total.addingReportingOverflow(amount(kernel))
            return overflow ? .max : sum
        }
    }
}

extension KernelUsage {
    fileprivate var statistics: KernelStatistics? { kernel.lastStatistics }
    fileprivate var cpuCores: Double { Double(allocated[.cpu].thousandths) / 1000 }
    fileprivate var cpuSeconds: Double { (statistics?.cpuUsed ?? 0) / 1000 }
    fileprivate var devices: [String] { allocated.names.filter { $0 != .cpu && !$0.isBytes }.map(\.rawValue) }
    fileprivate var accelerators: Double {
        allocated.names.filter { $0 != .cpu && !$0.isBytes }
            .reduce(0) { $0 + Double(allocated[$1].thousandths) / 1000 }
    }

    fileprivate var body: JSONValue {
        .object(identity + amounts + times)
    }

    private var identity: [JSONValue.Member] {
        [
            .init("id", .string(kernel.id.rawValue)), .init("session_id", .string(session.id.rawValue)),
            .init("container_id", JSONValue(kernel.container)), .init("name", .string(session.name)),
            .init("access_key", .string(session.owner.accessKey.rawValue)),
            .init("email", .string(session.owner.email)), .init("full_name", .string(fullName)),
            .init("domain_name", .string(session.owner.domain)), .init("group_id", .string(session.owner.group)),
            .init("group_name", .string(session.owner.groupName)), .init("agent", JSONValue(kernel.agent?.rawValue)),
        ]
    }

    private var amounts: [JSONValue.Member] {
        [
            .init("cpu_allocated", .number(cpuCores)), .init("cpu_used", .number(cpuSeconds)),
            .init("mem_allocated", .integer(allocated[.mem].whole)),
            .init("mem_used", .integer(statistics?.memoryPeak ?? 0)),
            .init("shared_memory", .integer(session.spec.sharedMemory.bytes)), .init("disk_allocated", 0),
            .init("disk_used", .integer(statistics?.scratchSize ?? 0)),
            .init("io_read", .integer(statistics?.ioRead ?? 0)), .init("io_write", .integer(statistics?.ioWrite ?? 0)),
            .init("device_type", .array(devices.map { .string($0) })), .init("smp", .number(cpuCores)),
            .init("gpu_mem_allocated", 0), .init("gpu_allocated", .number(accelerators)), .init("nfs", []),
        ]
    }

    private var times: [JSONValue.Member] {
        let ended = kernel.terminatedAt ?? kernel.createdAt
        let image = session.image
        return [
            .init("image_id", .string(image)),
            .init("image_name", .string(String(image.split(separator: "/").last ?? ""))),
            .init("used_time", .string(PythonText.span(seconds: max(0, ended - kernel.createdAt) / 1_000_000))),
            .init("used_days", .integer(ended / 86_400_000_000 - kernel.createdAt / 86_400_000_000 + 1)),
            .init("created_at", .string(RequestDate.header(for: Timestamp.date(kernel.createdAt)).text)),
            .init("terminated_at", .string(RequestDate.header(for: Timestamp.date(ended)).text)),
            .init("status", .string(kernel.status.rawValue)), .init("status_info", JSONValue(kernel.reason?.rawValue)),
            .init("status_changed", .string(RequestDate.header(for: Timestamp.date(kernel.statusChanged)).text)),
            .init(
                "status_history",
                .object(
                    history.map { .init($0.status, .string(RequestDate.header(for: Timestamp.date($0.at)).text)) })),
            .init("cluster_mode", .string(session.clusterMode.rawValue)),
        ]
    }
}
