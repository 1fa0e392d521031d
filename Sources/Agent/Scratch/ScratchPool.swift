import Core
import FoundationEssentials
import Glibc

/// Keeps some empty file systems mounted, so that a kernel's start does not wait for one.
actor ScratchPool {
    /// What file systems are copies of.
    nonisolated let template: ScratchTemplate
    private let directory: String
    private let capacity: Int
    private let pool: BlockingPool
    private var ready: [String] = []
    private var filling: Task<Void, Never>?
    private var isClosed = false

    /// A pool without any file system; see ``fill()``.
    ///
    /// - Parameters:
    ///   - template: What file systems are copies of.
    ///   - directory: Where they are mounted until they are needed; what an older agent has left there is removed.
    ///   - capacity: How many are kept.
    ///   - pool: Where calls that block are made.
    /// - Throws: ``SystemCallError`` if a file system cannot be made.
    init(
        template: ScratchTemplate, directory: String, capacity: Int = 2, pool: BlockingPool
    ) async throws(SystemCallError) {
        self.template = template
        self.directory = directory
        self.capacity = capacity
        self.pool = pool
        ready = [
            try await pool.run { () throws(SystemCallError) in
                for name in try HostDirectory.names(in: directory) { try MountPoint.unmount("\(directory)/\(name)") }
                try SafeRemoval.remove(directory)
                try HostDirectory.create(directory)
                // The first one proves that they can be had.
                return try Self.make(template, in: directory)
            }
        ]
    }

    /// Takes the mount point of a file system that is ready; nil if there is none just now.
    func take() -> String? {
        ready.popLast()
    }

    /// Makes what is missing, in a task of its own.
    ///
    /// ``close()`` waits for the task. A failure is left to the next start.
    func fill() {
        guard filling == nil, !isClosed else { return }
        filling = Task {
            while ready.count < capacity, !isClosed {
                let (template, directory) = (template, directory)
                let made = try? await pool.run { () throws(SystemCallError) in try Self.make(template, in: directory) }
                guard let made else { break }
                ready.append(made)
            }
            filling = nil
        }
    }

    /// Takes all file systems away and makes no more.
    func close() async {
        isClosed = true
        await filling?.value
        let mountPoints = ready
        ready = []
        await pool.run {
            for mountPoint in mountPoints {
                try? MountPoint.unmount(mountPoint)
                rmdir(mountPoint)
            }
        }
    }

    private static func make(_ template: ScratchTemplate, in directory: String) throws(SystemCallError) -> String {
        let mountPoint = "\(directory)/\(UUID().uuidString.lowercased())"
        try HostDirectory.create(mountPoint)
        try ScratchVolume.make(from: template, on: mountPoint)
        return mountPoint
    }
}
