import CNVML

/// NVML as found on this machine, initialised; shut down when its owner goes.
///
/// Any of its calls may block for ever when a GPU is lost: it belongs into a process of its own.
struct NVMLLibrary: ~Copyable {
    /// What keeps the library from being used.
    struct Failure: Error, Equatable {
        let sentence: String
    }

    /// `NVML_INIT_FLAG_NO_GPUS`: a machine whose only GPU is dead still says so.
    private static let withoutGPUs: CUnsignedInt = 1

    let functions: bai_nvml

    /// Opens and initialises the library.
    ///
    /// - Parameter path: A name that the loader knows, or a file.
    /// - Throws: ``Failure``.
    init(path: String) throws(Failure) {
        var functions = bai_nvml()
        var problem = [CChar](repeating: 0, count: 512)
        guard bai_nvml_open(path, &functions, &problem, CUnsignedInt(problem.count)) == 0 else {
            throw Failure(sentence: "cannot load NVML: \(NVMLLibrary.text(problem))")
        }
        let needed: [(String, Bool)] = [
            ("nvmlInit_v2", functions.start != nil || functions.start_with_flags != nil),
            ("nvmlDeviceGetCount_v2", functions.count != nil),
            ("nvmlDeviceGetHandleByIndex_v2", functions.handle != nil), ("nvmlDeviceGetUUID", functions.uuid != nil),
            ("nvmlDeviceGetMemoryInfo", functions.memory != nil),
        ]
        if let missing = needed.first(where: { !$0.1 }) {
            bai_nvml_close(&functions)
            throw Failure(sentence: "`\(path)` is no NVML that is new enough: it has no `\(missing.0)`")
        }
        let code = functions.start_with_flags?(NVMLLibrary.withoutGPUs) ?? functions.start?() ?? 0
        guard code == 0 else {
            bai_nvml_close(&functions)
            throw Failure(sentence: NVMLResult(code: code).sentence)
        }
        self.functions = functions
    }

    deinit {
        _ = functions.shutdown?()
        var functions = functions
        bai_nvml_close(&functions)
    }

    /// A text that a function writes into a buffer of `size` bytes.
    static func text(of size: Int, _ body: (UnsafeMutablePointer<CChar>, CUnsignedInt) -> CInt?) -> String? {
        var buffer = [CChar](repeating: 0, count: size)
        let code = buffer.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { body($0, CUnsignedInt(size)) }
        }
        return code == 0 ? text(buffer) : nil
    }

    /// The text before the first zero.
    static func text(_ buffer: [CChar]) -> String {
        String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
