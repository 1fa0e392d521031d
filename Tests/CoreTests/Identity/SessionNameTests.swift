import Core
import Testing

@Suite("Session name")
struct SessionNameTests {
    @Test(
        "has 4 to 64 ASCII letters, digits and underscores, with dots and dashes between",
        arguments: [
            "abcd", "a-b.c", "____", "1234", "run-0123456789", "A.B-C_d", String(repeating: "x", count: 64),
        ]
    )
    func valid(name: String) {
        #expect(SessionName.isValid(name))
    }

    @Test(
        "is nothing else",
        arguments: [
            "", "abc", String(repeating: "x", count: 65), "-abc", "abc-", ".abc", "abc.", "ab cd", "ab/cd", "ab\ncd",
            "abcd\n", "세션이름", "abcdé", "ab:cd", "ab%20cd",
        ]
    )
    func invalid(name: String) {
        #expect(!SessionName.isValid(name))
    }
}
