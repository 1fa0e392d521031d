import Core
import Glibc
import Testing

@testable import BackendAICLI

@Suite("Announcements that were seen")
struct AnnouncementStateTests {
    @Test("are known again, until something else is announced; the file is the original's")
    func known() throws {
        let directory = try TemporaryDirectory.make(for: "announcement")
        let state = AnnouncementState(environment: ["XDG_STATE_HOME": directory])
        defer {
            unlink("\(directory)/backend.ai/announcement.json")
            rmdir("\(directory)/backend.ai")
            rmdir(directory)
        }

        #expect(!state.isKnown("hello"))
        try state.keep("hello", isDismissed: true)
        #expect(state.isKnown("hello") && !state.isKnown("other"))
        let file = try JSONValue(parsing: Array(try FileText.read("\(directory)/backend.ai/announcement.json").utf8))
        #expect(
            file == [
                "hash": "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", "dismissed": true,
            ])
    }

    @Test("a directory that cannot be written to is told")
    func unwritable() {
        let failure = #expect(throws: CommandFailure.self) {
            try AnnouncementState(environment: ["XDG_STATE_HOME": "/proc"]).keep("x", isDismissed: false)
        }
        #expect(failure?.what.contains("/proc/backend.ai/announcement.json") == true)
    }
}
