import Core
import FoundationEssentials
import Testing

@testable import BackendAICLI

@Suite("Why a session waits, and who waits, in words")
struct WaitReportTests {
    private static let now = Date(timeIntervalSince1970: 1_790_000_000)

    private func date(_ seconds: Double) -> JSONValue {
        .string(RequestDate.header(for: Self.now.addingTimeInterval(seconds)).text)
    }

    @Test("a session that does not wait is said not to")
    func running() {
        #expect(
            WaitReport(["status": "RUNNING"], of: "mine").lines == ["session `mine` does not wait: it is RUNNING"])
    }

    @Test(
        "the reason, the place in the queue, holders with their ends, what is foreseen, and the smallest change first")
    func whole() {
        let answer: JSONValue = [
            "status": "PENDING", "reason": "no agent has enough free `cpu`", "position": 3, "waiting": 5,
            "holding": [
                [
                    "name": "big", "owner": "a@example.org", "slots": ["cpu": "4", "mem": "1073741824"],
                    "ends_by": .string("2026-11-30T10:00:00+00:00"),
                ],
                ["name": .null, "owner": .null, "slots": ["cpu": "1"], "ends_by": .null],
            ],
            "starts_by": .string("2026-11-30T11:00:00+00:00"),
            "expected_start": [
                "median": date(90), "half": ["from": date(60), "to": date(120)],
                "wide": ["from": date(30), "to": .null],
            ],
            "changes": [["change": "cpu=2 instead of 4"], ["change": "priority 20 instead of 10"]],
        ]
        #expect(
            WaitReport(answer, of: "mine", now: Self.now).lines == [
                "session `mine` waits: no agent has enough free `cpu`",
                "its turn comes after 2 of 4 others that wait", "held by:",
                "  `big` of a@example.org: cpu 4, mem 1g, until 2026-11-30 10:00:00 UTC at the latest",
                "  somebody else's session: cpu 1, without a limit",
                "it starts at 2026-11-30 11:00:00 UTC at the latest",
                "expected to start in about 1:30: half of the time in 1:00 to 2:00, nine times in ten in 30.0 s or more",
                "it would start now with cpu=2 instead of 4", "  or with priority 20 instead of 10",
            ])
    }

    @Test("of a manager that says no more than the reason, that is shown")
    func official() {
        let lines = WaitReport(["status": "PENDING", "reason": "no-available-instances"], of: "mine").lines
        #expect(lines == ["session `mine` waits: no-available-instances"])
    }

    @Test("agents, owners and the queue stand in tables; others' sessions have no names")
    func overview() {
        let answer: JSONValue = [
            "waiting": 2,
            "agents": [
                [
                    "id": "i-one", "scaling_group": "default",
                    "devices": [
                        ["slot": "cpu", "device": "", "capacity": "8", "occupied": "3", "healthy": true],
                        [
                            "slot": "mem", "device": "", "capacity": "8589934592", "occupied": "536870912",
                            "healthy": true,
                        ],
                        ["slot": "cuda.shares", "device": "g0", "capacity": "1", "occupied": "0.5", "healthy": true],
                        ["slot": "cuda.shares", "device": "g1", "capacity": "1", "occupied": "0", "healthy": false],
                    ],
                ]
            ],
            "owners": [
                ["owner": "a@example.org", "sessions": 2, "slots": ["cpu": "3"], "dominant_share": .number(0.375)]
            ],
            "queue": [
                [
                    "position": 1, "name": "mine", "owner": "a@example.org", "priority": 10,
                    "requested_slots": ["cpu": "8"], "since": date(-65), "reason": "no agent has enough free `cpu`",
                    "is_next": true,
                ],
                [
                    "position": 2, "name": .null, "owner": .null, "priority": 10,
                    "requested_slots": ["mem": "1073741824"],
                    "since": date(-5), "reason": .null, "is_next": false,
                ],
            ],
        ]
        #expect(
            ClusterOverview(answer, now: Self.now).text == """
                2 sessions running, 2 waiting

                AGENT  GROUP    CPU     MEM         CUDA.SHARES
                i-one  default  3 of 8  0.5g of 8g  0.5 of 2 (1 broken)

                OWNER          SESSIONS  SHARE  HOLDS
                a@example.org         2  37.5%  cpu=3

                #  SESSION          OWNER          PRIORITY  REQUESTS  WAITS  WHY
                1  mine             a@example.org        10  cpu=8     1:05   next: no agent has enough free `cpu`
                2  somebody else's  -                    10  mem=1g    5.0 s
                """)
    }
}
