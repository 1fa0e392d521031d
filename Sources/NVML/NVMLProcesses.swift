import CNVML
import Core
import Glibc

/// Reads which processes compute on a GPU.
struct NVMLProcesses {
    /// Processes may come between the question how many there are and the question which.
    private static let spare = 32
    /// More than a machine runs: a count above it is none.
    private static let most = 65_536
    /// What drivers 535.43 to 535.86 wrote from one element to the next, instead of the 24 bytes of their header.
    private static let wideStride = 32

    let functions: bai_nvml
    /// Where the machine's `/proc` is.
    let root: String

    /// The processes of a GPU; none where the driver does not say.
    func list(of handle: bai_nvml_handle) -> [DeviceProcess] {
        if let function = functions.processes { return newer(handle, function) }
        if let function = functions.processes_v1 { return older(handle, function) }
        return []
    }

    private func newer(
        _ handle: bai_nvml_handle,
        _ function: (bai_nvml_handle, UnsafeMutablePointer<CUnsignedInt>, UnsafeMutablePointer<bai_nvml_process>?) ->
            CInt
    ) -> [DeviceProcess] {
        guard let expected = count({ function(handle, $0, nil) }) else { return [] }
        var count = CUnsignedInt(expected + NVMLProcesses.spare)
        // Room for the wide elements of some drivers.
        let bytes = Int(count) * NVMLProcesses.wideStride
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes, alignment: 8)
        defer { buffer.deallocate() }
        buffer.initializeMemory(as: UInt8.self, repeating: 0)
        let code = function(handle, &count, buffer.baseAddress?.assumingMemoryBound(to: bai_nvml_process.self))
        guard code == 0, Int(count) <= expected + NVMLProcesses.spare else { return [] }
        let narrow = MemoryLayout<bai_nvml_process>.stride
        let usual = NVMLProcesses.elements(Int(count), narrow, UnsafeRawBufferPointer(buffer))
        if usual.allSatisfy({ isRunning($0.pid) }) { return usual }
        let wide = NVMLProcesses.elements(Int(count), NVMLProcesses.wideStride, UnsafeRawBufferPointer(buffer))
        return wide.allSatisfy { isRunning($0.pid) } ? wide : usual.filter { isRunning($0.pid) }
    }

    private func older(
        _ handle: bai_nvml_handle,
        _ function: (bai_nvml_handle, UnsafeMutablePointer<CUnsignedInt>, UnsafeMutablePointer<bai_nvml_process_v1>?) ->
            CInt
    ) -> [DeviceProcess] {
        guard let expected = count({ function(handle, $0, nil) }) else { return [] }
        var count = CUnsignedInt(expected + NVMLProcesses.spare)
        var processes = [bai_nvml_process_v1](repeating: .init(), count: Int(count))
        guard function(handle, &count, &processes) == 0 else { return [] }
        return processes.prefix(Int(count)).map { NVMLProcesses.process($0.pid, $0.memory) }
    }

    /// How many there are: asked with room for none, a driver answers the number and that it does not fit.
    private func count(_ ask: (UnsafeMutablePointer<CUnsignedInt>) -> CInt) -> Int? {
        var count: CUnsignedInt = 0
        let code = ask(&count)
        guard code == 0 || code == CInt(bai_nvml_insufficient_size), Int(count) <= NVMLProcesses.most else {
            return nil
        }
        return Int(count)
    }

    private static func elements(_ count: Int, _ stride: Int, _ buffer: UnsafeRawBufferPointer) -> [DeviceProcess] {
        (0..<count).map { index in
            process(
                buffer.loadUnaligned(fromByteOffset: index * stride, as: UInt32.self),
                buffer.loadUnaligned(fromByteOffset: index * stride + 8, as: UInt64.self))
        }
    }

    /// All bits set stand for a memory that is not known.
    private static func process(_ pid: UInt32, _ memory: UInt64) -> DeviceProcess {
        DeviceProcess(pid: Int32(clamping: pid), memory: memory == .max ? nil : Int64(clamping: memory))
    }

    private func isRunning(_ pid: Int32) -> Bool { pid > 0 && access("\(root)/\(pid)", F_OK) == 0 }
}
