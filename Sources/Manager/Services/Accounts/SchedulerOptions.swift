import Core

/// The options of a scaling group's scheduler, as the original has them.
enum SchedulerOptions {
    /// What a session may be of where a scaling group says nothing.
    static let defaultTypes: [JSONValue] = ["interactive", "batch"]

    /// The options with every default filled in, as clients see them.
    static func filled(_ stored: String) -> JSONValue {
        let given = (try? JSONValue(parsing: Array(stored.utf8))) ?? [:]
        func value(_ name: String, _ otherwise: JSONValue) -> JSONValue.Member { .init(name, given[name] ?? otherwise) }
        return .object([
            value("allowed_session_types", .array(defaultTypes)), value("pending_timeout", .number(0)),
            value("config", [:]), value("agent_selection_strategy", "dispersed"), value("roundrobin", false),
        ])
    }

    /// What the scheduler goes by.
    ///
    /// - Parameters:
    ///   - scheduler: The sequencer's name; one that is not known is taken for first in, first out.
    ///   - stored: The options as the database keeps them.
    /// - Returns: The options.
    static func options(scheduler: String, stored: String) -> SchedulingOptions {
        let given = (try? JSONValue(parsing: Array(stored.utf8))) ?? [:]
        var options = SchedulingOptions(sequencer: Sequencer(rawValue: scheduler) ?? .fifo)
        if let name = given["agent_selection_strategy"]?.text, let known = SchedulingOptions.Selection(rawValue: name) {
            options.selection = known
        }
        if given["roundrobin"]?.flag == true { options.selection = .roundRobin }
        if let seconds = given["pending_timeout"]?.seconds { options.pendingTimeout = seconds }
        if let allows = given["backfill"]?.flag { options.allowsBackfill = allows }
        if let name = given["preemption"]?.text, let known = SchedulingOptions.Preemption(rawValue: name) {
            options.preemption = known
        }
        return options
    }

    /// The seconds after which use counts half for fair share.
    static func halfLife(stored: String) -> Int64 {
        let given = (try? JSONValue(parsing: Array(stored.utf8))) ?? [:]
        return given["half_life"].flatMap(halfLife) ?? TimeSpan.days(7).seconds
    }

    /// Seconds, or a text such as `"7d"`; nil for what is neither, or nothing.
    private static func halfLife(_ value: JSONValue) -> Int64? {
        let seconds = value.text.map { TimeSpan(parsing: $0)?.seconds } ?? value.integer
        return seconds.flatMap { $0 > 0 && $0 < 1 << 40 ? $0 : nil }
    }

    /// What becomes of the sessions of lost agents.
    static func lostAgents(stored: String) -> LostAgentRules {
        let given = (try? JSONValue(parsing: Array(stored.utf8))) ?? [:]
        var rules = LostAgentRules.usual
        if let action = given["on_agent_lost"]?.text.flatMap(LostAgentRules.Action.init) { rules.action = action }
        if let seconds = given["agent_lost_timeout"]?.seconds { rules.patience = seconds }
        return rules
    }

    /// Refuses options that mean nothing.
    static func check(_ value: SQLValue?) throws(NounRefusal) {
        guard case .text(let text) = value, let options = try? JSONValue(parsing: Array(text.utf8)) else { return }
        for member in options.members ?? [] {
            switch (member.name, member.value) {
            case ("allowed_session_types", .array(let types)):
                for type in types where type.text.flatMap({ SessionType(rawValue: $0) }) == nil {
                    throw NounRefusal("`scheduler_opts.allowed_session_types`: \(type.encodedText) is no session type")
                }
            case ("pending_timeout", .integer(let seconds)) where seconds >= 0: continue
            case ("pending_timeout", .number(let seconds)) where seconds >= 0: continue
            case ("agent_selection_strategy", .string(let name))
            where name == "legacy" || SchedulingOptions.Selection(rawValue: name) != nil:
                continue
            case ("roundrobin", .bool), ("backfill", .bool), ("config", .object): continue
            case ("half_life", let value) where halfLife(value) != nil: continue
            case ("on_agent_lost", .string(let name)) where LostAgentRules.Action(rawValue: name) != nil: continue
            case ("agent_lost_timeout", .integer(let seconds)) where seconds >= 0: continue
            case ("preemption", .string(let name)) where SchedulingOptions.Preemption(rawValue: name) != nil: continue
            default:
                throw NounRefusal(
                    "`scheduler_opts.\(member.name)`: there is no such option, or \(member.value.encodedText) is none of its values"
                )
            }
        }
    }
}

extension JSONValue {
    fileprivate var flag: Bool? {
        if case .bool(let flag) = self { return flag }
        return nil
    }

    /// Whole seconds, as many as are needed.
    fileprivate var seconds: Int64? {
        switch self {
        case .integer(let seconds): seconds
        case .number(let seconds) where seconds < 1e12: Int64(seconds.rounded(.up))
        default: nil
        }
    }
}
