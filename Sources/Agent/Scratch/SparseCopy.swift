import CLinux
import Core
import Glibc

/// Copies the data of a file and keeps its holes.
enum SparseCopy {
    /// Makes `target`, of the same length as `source`, readable by its owner alone.
    ///
    /// Shares the blocks where the file system can (FICLONE on XFS and Btrfs); elsewhere copies the data alone.
    static func copy(_ source: String, to target: String) throws(SystemCallError) {
        let from = try Descriptor.open(source, O_RDONLY)
        let to = try Descriptor.open(target, O_RDWR | O_CREAT | O_TRUNC)
        let (fromNumber, toNumber) = (from.number, to.number)
        if bai_clone_file(fromNumber, toNumber) == 0 { return }
        var status = stat()
        try checkedLibc("fstat", path: source) { fstat(fromNumber, &status) }
        try checkedLibc("ftruncate", path: target) { ftruncate(toNumber, status.st_size) }
        var offset: Int64 = 0
        while let start = try position("lseek", source, { bai_seek_data(fromNumber, offset) }) {
            let end = try position("lseek", source, { bai_seek_hole(fromNumber, start) }) ?? Int64(status.st_size)
            offset = start
            while offset < end {
                let copied = bai_copy_range(fromNumber, toNumber, offset, end - offset)
                guard copied > 0 else {
                    throw SystemCallError(
                        call: "copy_file_range", code: copied < 0 ? CInt(-copied) : EIO, path: target)
                }
                offset += copied
            }
        }
    }

    /// The position found; nil past the last data.
    private static func position(_ call: String, _ path: String, _ body: () -> Int64) throws(SystemCallError) -> Int64?
    {
        let found = body()
        if found == Int64(-ENXIO) { return nil }
        guard found >= 0 else { throw SystemCallError(call: call, code: CInt(-found), path: path) }
        return found
    }
}
