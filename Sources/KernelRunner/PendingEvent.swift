import Core

/// Something that may be told only after everything that was written before it.
struct PendingEvent {
    let event: RunnerEvent
    private var output: Int
    private var error: Int

    /// How much the pipes held at some moment.
    struct Mark {
        fileprivate let output: Int
        fileprivate let error: Int

        /// What they hold now.
        init(_ pipes: borrowing ProgramPipes) {
            output = pipes.waiting(.output)
            error = pipes.waiting(.error)
        }
    }

    /// Owes what `pipes` hold now.
    ///
    /// What comes later is not waited for, since a program left in the background may write without end.
    init(_ event: RunnerEvent, after pipes: borrowing ProgramPipes) {
        self.init(event, after: Mark(pipes))
    }

    /// Owes what the pipes held then; nothing of it may have been read since.
    init(_ event: RunnerEvent, after mark: Mark) {
        self.event = event
        output = mark.output
        error = mark.error
    }

    var isDue: Bool { output == 0 && error == 0 }
    var isEnd: Bool {
        if case .finished = event { true } else { false }
    }

    var isDisplay: Bool {
        if case .display = event { true } else { false }
    }

    func remaining(_ stream: ProgramPipes.Stream) -> Int {
        stream == .output ? output : error
    }

    /// Counts what was read; less than was wanted means that somebody else took the rest.
    mutating func passed(_ count: Int, of wanted: Int, on stream: ProgramPipes.Stream) {
        let owed = count < wanted ? 0 : remaining(stream) - count
        if stream == .output { output = owed } else { error = owed }
    }
}
