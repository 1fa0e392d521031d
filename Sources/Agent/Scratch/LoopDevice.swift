import CLinux
import Core
import Glibc

/// A block device that shows a file, and goes by itself with its last user.
struct LoopDevice: ~Copyable {
    /// Such as `/dev/loop3`.
    let path: String
    // Keeps the device until something is mounted from it.
    private let descriptor: Descriptor

    /// How often another program may snatch the device that was free.
    private static let attempts = 64
    /// The block size of ext4 as ``ScratchTemplate`` makes it, so that no block is read to change a part of it.
    static let blockSize: UInt32 = 4096

    /// Shows an image in a free loop device.
    ///
    /// - Throws: ``SystemCallError``; `ENOENT` and `EPERM` where loop devices cannot be had, as in most containers.
    init(showing image: String) throws(SystemCallError) {
        let file = try Descriptor.open(image, O_RDWR)
        let control = try Descriptor.open("/dev/loop-control", O_RDWR)
        let (fileNumber, controlNumber) = (file.number, control.number)
        var attempt = 1
        while true {
            let number = try checked("find a free loop device", path: image) { bai_loop_find(controlNumber) }
            let path = "/dev/loop\(number)"
            let device = try Descriptor.open(path, O_RDWR)
            let deviceNumber = device.number
            let result = bai_loop_configure(deviceNumber, fileNumber, Self.blockSize)
            if result >= 0 {
                self.path = path
                descriptor = device
                return
            }
            guard result == -EBUSY, attempt < Self.attempts else {
                throw SystemCallError(call: "attach loop device to", code: -result, path: image)
            }
            attempt += 1
        }
    }
}
