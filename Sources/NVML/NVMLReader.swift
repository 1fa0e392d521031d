import CNVML
import Core

/// Reads what there is to know of a machine's GPUs, and changes nothing.
///
/// Functions that a driver lacks, and those that a GPU does not support, leave their values out.
public struct NVMLReader: ~Copyable {
    private let library: NVMLLibrary
    private let machineRoot: String
    private let processRoot: String
    /// How GPUs are connected, by UUID; it does not change while the machine runs, and asking takes long.
    private var links: [DeviceID: [DeviceLink]]?

    /// Why the library cannot be used.
    public struct Failure: Error, Equatable, CustomStringConvertible {
        /// The reason in a sentence.
        public let description: String
    }

    /// Opens and initialises the library.
    ///
    /// - Parameters:
    ///   - path: A name that the loader knows, or a file.
    ///   - machineRoot: Where the machine's `/sys` is.
    ///   - processRoot: Where its `/proc` is.
    /// - Throws: ``Failure``.
    public init(library path: String, machineRoot: String = "/sys", processRoot: String = "/proc") throws(Failure) {
        do throws(NVMLLibrary.Failure) {
            library = try NVMLLibrary(path: path)
        } catch {
            throw Failure(description: error.sentence)
        }
        self.machineRoot = machineRoot
        self.processRoot = processRoot
    }

    /// Asks every GPU.
    public mutating func reading() -> NVMLReading {
        var count: CUnsignedInt = 0
        let counted = NVMLResult(code: library.functions.count?(&count) ?? 0)
        guard counted.isSuccess else { return NVMLReading(problem: counted.sentence) }
        var reading = NVMLReading(
            driver: NVMLLibrary.text(of: 80) { library.functions.driver_version?($0, $1) })
        var handles: [(uuid: DeviceID, handle: bai_nvml_handle)] = []
        for index in 0..<count {
            var handle: bai_nvml_handle?
            let code = library.functions.handle?(index, &handle)
            let uuid = handle.flatMap { handle in NVMLLibrary.text(of: 96) { library.functions.uuid?(handle, $0, $1) } }
            guard code == 0, let handle, let uuid else {
                reading.lost += 1
                continue
            }
            handles.append((DeviceID(rawValue: uuid), handle))
        }
        let links = links ?? linked(handles)
        // A GPU that was lost at first would have none for good.
        if reading.lost == 0 { self.links = links }
        for (uuid, handle) in handles {
            var gpu = gpu(uuid, handle)
            gpu.links = links[uuid] ?? []
            reading.gpus.append(gpu)
        }
        return reading
    }

    private func gpu(_ uuid: DeviceID, _ handle: bai_nvml_handle) -> NVMLReading.GPU {
        var gpu = NVMLReading.GPU(uuid: uuid)
        gpu.model = NVMLLibrary.text(of: 96) { library.functions.name?(handle, $0, $1) }
        var pci = bai_nvml_pci()
        if library.functions.pci?(handle, &pci) == 0 { gpu.bus = NVMLReader.bus(of: pci) }
        gpu.node = node(of: handle, bus: gpu.bus)
        var cores: CUnsignedInt = 0
        if library.functions.cores?(handle, &cores) == 0 { gpu.units = Int(cores) }
        let result = readMemory(of: handle, into: &gpu)
        if !result.isSuccess, !result.isUnsupported { gpu.problem = result.sentence }
        var utilization = bai_nvml_utilization()
        let used = library.functions.utilization.map { NVMLResult(code: $0(handle, &utilization)) }
        if used?.isSuccess == true { gpu.percent = Int(min(utilization.gpu, 100)) }
        if let used, used.isFatal { gpu.problem = used.sentence }
        gpu.processes = NVMLProcesses(functions: library.functions, root: processRoot).list(of: handle)
        return gpu
    }

    /// The newer structure keeps the driver's own memory apart; a driver that does not know it says so.
    private func readMemory(of handle: bai_nvml_handle, into gpu: inout NVMLReading.GPU) -> NVMLResult {
        var newer = bai_nvml_memory_v2()
        newer.version = UInt32(bai_nvml_memory_version_2)
        if let code = library.functions.memory_v2?(handle, &newer) {
            let result = NVMLResult(code: code)
            if result.isSuccess {
                gpu.memory = Int64(clamping: newer.total)
                gpu.memoryUsed = Int64(clamping: newer.used)
                gpu.memoryReserved = Int64(clamping: newer.reserved)
            }
            if result.isSuccess || result.isFatal { return result }
        }
        var older = bai_nvml_memory()
        let result = NVMLResult(code: library.functions.memory?(handle, &older) ?? 0)
        if result.isSuccess {
            gpu.memory = Int64(clamping: older.total)
            gpu.memoryUsed = Int64(clamping: older.used)
        }
        return result
    }

    /// The driver's answer, else the kernel's; −1 is the kernel's word for none.
    private func node(of handle: bai_nvml_handle, bus: String?) -> Int? {
        var node: CUnsignedInt = 0
        if library.functions.numa_node?(handle, &node) == 0, node < 1024 { return Int(node) }
        guard let bus, let text = try? FileText.read("\(machineRoot)/bus/pci/devices/\(bus)/numa_node") else {
            return nil
        }
        return Int(text.prefix { !$0.isWhitespace }).flatMap { $0 < 0 ? nil : $0 }
    }

    /// `0000:3b:00.0` of `00000000:3B:00.0`: the kernel's domain has four digits.
    private static func bus(of pci: bai_nvml_pci) -> String? {
        let text = withUnsafeBytes(of: pci.bus) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self).lowercased()
        }
        let parts = text.split(separator: ":", maxSplits: 1)
        let isPlain = text.utf8.allSatisfy { $0 != UInt8(ascii: "/") }
        guard parts.count == 2, parts[0].count >= 4, isPlain else { return nil }
        return "\(parts[0].suffix(4)):\(parts[1])"
    }

    private func linked(_ handles: [(uuid: DeviceID, handle: bai_nvml_handle)]) -> [DeviceID: [DeviceLink]] {
        var links: [DeviceID: [DeviceLink]] = [:]
        for (index, one) in handles.enumerated() {
            for other in handles.dropFirst(index + 1) {
                guard let kind = kind(between: one.handle, other.handle) else { continue }
                links[one.uuid, default: []].append(DeviceLink(peer: other.uuid, kind: kind))
                links[other.uuid, default: []].append(DeviceLink(peer: one.uuid, kind: kind))
            }
        }
        return links
    }

    private func kind(between one: bai_nvml_handle, _ other: bai_nvml_handle) -> LinkKind? {
        // NVML_P2P_CAPS_INDEX_NVLINK, and NVML_P2P_STATUS_OK.
        var status: CInt = -1
        if library.functions.peer_status?(one, other, 2, &status) == 0, status == 0 { return .nvlink }
        var level: CInt = -1
        guard library.functions.ancestor?(one, other, &level) == 0 else { return nil }
        return switch level {
        case 0: .board
        case 10: .single
        case 20: .multiple
        case 30: .bridge
        case 40: .node
        case 50: .system
        default: nil
        }
    }
}
