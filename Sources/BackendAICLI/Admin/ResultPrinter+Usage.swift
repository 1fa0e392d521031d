import Core

extension ResultPrinter {
    /// Prints what groups used, and below each of them what its kernels did.
    func usage(_ usage: JSONValue) throws {
        try value(usage) {
            let groups = (usage.items ?? [usage]).filter { $0["g_id"] != nil }
            if groups.isEmpty { return console.note("no usage") }
            try console.page(groups.map(ResultPrinter.group).joined(separator: "\n\n"))
        }
    }

    private static func group(_ group: JSONValue) -> String {
        let size = { (name: String) in FieldStyle.bytes.text(group[name] ?? .null) }
        let rows = [
            ["Group", "\(group["g_name"]?.cell ?? "-") (\(group["g_id"]?.cell ?? "-"))"],
            ["Domain", group["domain_name"]?.cell ?? "-"],
            ["Allocated", "\(group["g_smp"]?.cell ?? "-") cores, \(size("g_mem_allocated")) of memory"],
            ["Used", "\(group["g_cpu_used"]?.cell ?? "-") s of CPU, \(size("g_mem_used")) of memory"],
            ["Read, written", "\(size("g_io_read")), \(size("g_io_write"))"],
            ["Devices", (group["g_device_type"] ?? .null).cell],
        ]
        let summary = Table(columns: ["", ""], rows: rows, hasHeader: false).text
        let kernels = group["c_infos"]?.items ?? []
        if kernels.isEmpty { return summary }
        let fields = [
            Field("name"), Field("access_key"), Field("image_name", "Image"), Field("used_days", style: .number),
            Field("created_at", style: .time), Field("terminated_at", style: .time),
            Field("smp", "Cores", style: .number), Field("mem_allocated", "Memory", style: .bytes),
            Field("io_read", style: .bytes), Field("io_write", style: .bytes),
        ]
        let table = Table(
            columns: fields.map(\.title),
            rows: kernels.map { kernel in fields.map { $0.style.text($0.value(in: kernel)) } },
            alignments: fields.map(\.style.alignment)
        ).text
        return summary + "\n\n" + table
    }
}
