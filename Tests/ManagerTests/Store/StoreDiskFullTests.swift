import Core
import Glibc
import Testing

@testable import Manager

@Suite("Full disk")
struct StoreDiskFullTests {
    /// A file system of memory, so small that it is soon full.
    private final class SmallDisk {
        let path: String
        /// The directory around it, which cannot be removed before it.
        private let place: TestPlace

        init() throws {
            place = try TestPlace()
            path = place.file("disk")
            try Directory.create(path)
            let mount = HostProgram(path: "/bin/mount", arguments: ["-t", "tmpfs", "-o", "size=1m", "tmpfs", path])
            let (end, output) = try mount.run()
            guard end == .exited(0) else { throw NotMounted(output: output) }
        }

        deinit { umount2(path, CInt(MNT_DETACH)) }

        /// Writes until nothing more fits.
        func fill() throws {
            let file = try Descriptor.open("\(path)/filler", O_WRONLY | O_CREAT | O_APPEND)
            for size in [65536, 4096, 1] {
                while true {
                    do throws(SystemCallError) {
                        try file.write([UInt8](repeating: 0, count: size))
                    } catch {
                        break
                    }
                }
            }
        }

        func empty() { unlink("\(path)/filler") }

        struct NotMounted: Error { let output: String }
    }

    static let canMount: Bool = {
        geteuid() == 0 && (try? SmallDisk()) != nil
    }()

    @Test(
        "a disk that fills up is told as that, nothing is half done, and all goes on when there is room again",
        .enabled(if: canMount, "needs root and mount(2)")
    )
    func full() async throws {
        let disk = try SmallDisk()
        let path = "\(disk.path)/manager.sqlite"
        do {
            let store = try Store(path: path)
            try await store.populate(.example)
            _ = try await store.enqueue(TestStore.session("before"))
            try disk.fill()
            var failure: StoreError?
            var enqueued = 1
            for index in 0..<200 where failure == nil {
                do throws(StoreError) {
                    _ = try await store.enqueue(TestStore.session("session-\(index)"))
                    enqueued += 1
                } catch {
                    failure = error
                }
            }

            let order = SQLFragment("s.id")
            #expect(failure == .diskFull(path: path))
            #expect(failure?.problem.code == .storageFull)
            #expect(failure?.problem.code.status == 507)
            #expect(try await store.sessionPage(.everything, ordered: order, limit: 0, offset: 0).total == enqueued)
            disk.empty()
            _ = try await store.enqueue(TestStore.session("after"))
            #expect(try await store.sessionPage(.everything, ordered: order, limit: 0, offset: 0).total == enqueued + 1)
        }
    }

    @Test(
        "a database that cannot even be made is told as a full disk", .enabled(if: canMount, "needs root and mount(2)"))
    func fullFromTheStart() throws {
        let disk = try SmallDisk()
        try disk.fill()
        let path = "\(disk.path)/manager.sqlite"

        #expect(throws: StoreError.diskFull(path: path)) { _ = try Store(path: path) }
    }
}
