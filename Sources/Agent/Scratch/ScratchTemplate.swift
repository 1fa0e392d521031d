import Core
import Glibc

/// A formatted, empty ext4 image that each kernel's scratch is a copy of.
struct ScratchTemplate: Sendable {
    /// The image, owned by root.
    let path: String
    /// The size of the file system.
    let size: BinarySize

    /// Changes with the way images are made, so that those of an older build are not used.
    private static let generation = 1

    /// The template of a size in a directory, whether it is there or not.
    init(directory: String, size: BinarySize) {
        path = "\(directory)/ext4-\(Self.generation)-\(size.bytes).img"
        self.size = size
    }

    /// Whether it has been made.
    var exists: Bool { access(path, R_OK) == 0 }

    /// How `mkfs.ext4` is to write an image, which exists and has its size.
    ///
    /// No journal: a scratch does not outlive a crash of the machine. No spare room for growth or for root, and no
    /// inode tables written that checksummed groups mark as unused: 1 GiB is 76 KiB of data and formatted in 5 ms.
    static func formatting(_ image: String, with program: String) -> HostProgram {
        HostProgram(
            path: program,
            arguments: [
                "-q", "-F", "-m", "0", "-b", "\(LoopDevice.blockSize)", "-I", "256",
                "-O", "^has_journal,^resize_inode",
                "-E", "lazy_itable_init=1,nodiscard,root_owner=0:0", image,
            ]
        )
    }
}
