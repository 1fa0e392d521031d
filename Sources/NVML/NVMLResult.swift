import CNVML

/// What a function of NVML answered.
struct NVMLResult: Equatable {
    /// 0 is success.
    let code: CInt

    var isSuccess: Bool { code == 0 }

    /// Whether the GPU does not have what was asked for, which is no fault.
    var isUnsupported: Bool { code == CInt(bai_nvml_not_supported) }

    /// Whether the GPU can do nothing any more before the machine, or it, is started anew.
    var isFatal: Bool {
        code == CInt(bai_nvml_gpu_is_lost) || code == CInt(bai_nvml_reset_required)
    }

    /// The numbers of NVML's header, in words.
    var sentence: String {
        switch code {
        case 1: "NVML is not initialised"
        case 4: "NVML has no permission"
        case 9: "the driver is not loaded"
        case 10: "NVML timed out"
        case 12: "NVML's library was not found"
        case 13: "the driver is older than its library"
        case 15: "the GPU is lost: it fell off the bus"
        case 16: "the GPU must be reset"
        case 17: "the GPU was blocked by the operating system"
        case 18: "the driver was replaced while the machine ran; it must be started anew"
        case 20: "there is not enough memory"
        case 28: "there is no GPU"
        default: "NVML failed with the code \(code)"
        }
    }
}
