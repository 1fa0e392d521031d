import Core

extension SimulationReport {
    /// For programs: times are seconds, parts are of 1.
    func json(_ forecast: ForecastReport?) -> JSONValue {
        let slots = utilisation.keys.sorted()
        var members: [JSONValue.Member] = []
        if let forecast { members.append(.init("forecast", forecast.json)) }
        return .object((figures(slots).members ?? []) + members)
    }

    private func figures(_ slots: [SlotName]) -> JSONValue {
        [
            "sessions": .integer(Int64(sessions)), "skipped": .integer(Int64(skipped)),
            "started": .integer(Int64(started)), "never_started": .integer(Int64(neverStarted)),
            "ended_at_limit": .integer(Int64(endedAtLimit)), "preemptions": .integer(Int64(preemptions)),
            "backfilled": .integer(Int64(passed)),
            "window": .number(window / .seconds(1)), "makespan": .number(makespan / .seconds(1)),
            "utilisation": .object(slots.map { .init($0.rawValue, .number(utilisation[$0] ?? 0)) }),
            "offered_load": .object(slots.map { .init($0.rawValue, .number(offered[$0] ?? 0)) }),
            "waiting": waiting.json, "slowdown": slowdown.json,
            "fairness": ["slowdown": .number(slowdownFairness), "service": .number(serviceFairness)],
            "reservations": [
                "kept": .integer(Int64(promisesKept)), "void": .integer(Int64(promisesVoid)),
                "late": .integer(Int64(delays.count)), "most_late": .number(delays.maximum),
            ],
        ]
    }

    /// For people.
    func text(_ forecast: ForecastReport?) -> String {
        var lines: [String] = []
        func add(_ name: String, _ value: String) {
            lines.append(name + String(repeating: " ", count: max(22 - name.count, 1)) + value)
        }
        add("sessions", "\(started) of \(sessions) started, \(passed) by back-fill")
        if skipped > 0 { add("left out", "\(skipped) that never ran") }
        if neverStarted > 0 { add("never started", "\(neverStarted)") }
        if endedAtLimit > 0 { add("ended at their limit", "\(endedAtLimit)") }
        if preemptions > 0 { add("lost their place", "\(preemptions)") }
        for slot in utilisation.keys.sorted() {
            add("utilisation of \(slot)", "\(percent(utilisation[slot])) (submitted: \(percent(offered[slot])))")
        }
        add("waiting", spans(waiting))
        add("slowdown", numbers(slowdown))
        add("fairness", "slowdown \(fixed(slowdownFairness, 3)), service \(fixed(serviceFairness, 3)) of 1")
        add("makespan", "\(span(makespan / .seconds(1))), submissions over \(span(window / .seconds(1)))")
        let late = delays.count == 0 ? "none late" : "\(delays.count) late by up to \(span(delays.maximum))"
        add("reserved starts", "\(promisesKept) kept, \(late)" + (promisesVoid > 0 ? ", \(promisesVoid) void" : ""))
        if let forecast {
            let (half, wide) = (percent(forecast.coverage50), percent(forecast.coverage90))
            add("forecasts", "\(forecast.asked) asked for, \(half) within the half band, \(wide) within that of 90 %")
            add("width of 90 %", spans(forecast.width) + ", \(forecast.openEnded) without end")
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private func spans(_ many: Distribution) -> String { told(many, span) }

    private func numbers(_ many: Distribution) -> String { told(many) { fixed($0, 1) } }

    private func told(_ many: Distribution, _ form: (Double) -> String) -> String {
        "mean \(form(many.mean)), median \(form(many.median)), p90 \(form(many.p90)), p99 \(form(many.p99)), "
            + "most \(form(many.maximum))"
    }

    private func percent(_ part: Double?) -> String { fixed((part ?? 0) * 100, 1) + " %" }

    /// Such as `3 h 20 min`.
    private func span(_ seconds: Double) -> String {
        let whole = Int64(seconds.rounded())
        if whole >= 86400 { return "\(whole / 86400) d \(whole % 86400 / 3600) h" }
        if whole >= 3600 { return "\(whole / 3600) h \(whole % 3600 / 60) min" }
        return whole >= 60 ? "\(whole / 60) min \(whole % 60) s" : "\(whole) s"
    }

    private func fixed(_ number: Double, _ places: Int) -> String {
        let scale = (0..<places).reduce(1.0) { value, _ in value * 10 }
        let whole = Int64(min(max(number * scale, -1e17), 1e17).rounded())
        let rest = String(whole.magnitude % UInt64(scale))
        let digits = String(repeating: "0", count: places - rest.count) + rest
        return "\(whole < 0 ? "-" : "")\(whole.magnitude / UInt64(scale)).\(digits)"
    }
}

extension ForecastReport {
    fileprivate var json: JSONValue {
        [
            "asked": .integer(Int64(asked)), "within_50": .integer(Int64(withinHalf)),
            "within_90": .integer(Int64(withinWide)), "before_90": .integer(Int64(early)),
            "open_ended": .integer(Int64(openEnded)), "coverage_50": .number(coverage50),
            "coverage_90": .number(coverage90), "width_90": width.json, "error": error.json,
        ]
    }
}

extension Distribution {
    fileprivate var json: JSONValue {
        [
            "mean": .number(mean), "median": .number(median), "p90": .number(p90), "p99": .number(p99),
            "max": .number(maximum),
        ]
    }
}
