import BackendAIKit
import Core

/// What was found out about the manager that commands use.
struct ManagerFacts: Sendable, Equatable {
    /// What the configuration is.
    enum Setup: Sendable, Equatable {
        /// It names a manager: where that is written, and its address.
        case named(by: String, endpoint: String)
        /// The stack of this machine, which runs at an address or does not run.
        case localStack(endpoint: String?)
        /// It cannot be used.
        case broken(what: String, hint: String?)
    }

    /// How the manager answered the first request.
    enum Reach: Sendable, Equatable {
        /// It was not asked: there is no address.
        case notAsked
        /// It did not answer, and why.
        case silent(reason: String)
        /// It answered as what it is, after so many seconds.
        case answered(ServerVersion, after: Double)
    }

    /// What it said to a signed request.
    enum Recognition: Sendable, Equatable {
        case notAsked
        /// There is nothing to sign with.
        case anonymous
        case recognised
        /// It said no: the code of the problem, its reason, and the skew of the clocks if it told that.
        case refused(ProblemCode?, reason: String, skew: Double?)
        /// There was no answer.
        case failed(reason: String)
    }

    /// Its agents.
    enum Agents: Sendable, Equatable {
        case notAsked
        /// This account is not told.
        case notTold
        case alive(Int)
    }

    var setup: Setup
    var reach = Reach.notAsked
    /// How much later its clock is than ours, in seconds, if its answer bore a date.
    var skew: Double?
    var recognition = Recognition.notAsked
    var agents = Agents.notAsked
}
