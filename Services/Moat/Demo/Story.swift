internal import Base
internal import Contracts

/// How fast people are on a channel.
struct Pace: Sendable {
    let channel: Channel
    let priority: Priority
    let hours: ShopHours
    let dice: Dice

    /// When an agent answers something of this moment.
    func answered(_ moment: Instant, slower: Double = 1) -> Instant {
        let median: Double =
            switch channel {
            case .chat: 100
            case .wechat: 480
            case .form: 2_100
            default: 2_900
            }
        let factor: Double =
            switch priority {
            case .urgent: 0.18
            case .high: 0.33
            case .normal: 1
            case .low: 1.5
            }
        let seconds = dice.skewed(median: median * factor * slower, spread: 1.05)
        // At night only a few people work, and nobody hurries.
        let local = (Int(moment.seconds) + ShopHours.offset) / 3_600 % 24
        return hours.later(by: max(25, seconds * (local < 7 ? 1.8 : 1)), from: moment)
    }

    /// When the customer comes back to it.
    func returned(_ moment: Instant) -> Instant {
        let median: Double =
            switch channel {
            case .chat: 90
            case .wechat: 1_500
            case .form: 9_000
            default: 11_000
            }
        let back = moment + .seconds(max(20, dice.skewed(median: median, spread: 1.1)).rounded())
        return channel == .chat ? back : ShopHours.awake(back, dice)
    }
}

/// The courses that tickets take.
struct Story {
    let pace: Pace
    let until: Instant
    private var dice: Dice { pace.dice }

    init(pace: Pace, until: Instant) { (self.pace, self.until) = (pace, until) }

    /// From the first message to the end, with a rating more often than not.
    func solve(_ talk: inout Conversation) {
        open(&talk)
        var now = last(talk)
        let turns = dice.between(0...9)
        if turns >= 3 {
            now = ask(&talk, now)
            if turns >= 8 { now = keepWaiting(&talk, now) }
        }
        if dice.chance(0.12) { now = note(&talk, now) }
        now = pace.answered(now, slower: turns >= 3 ? 1.8 : 1)
        if dice.chance(0.55) {
            talk.add(.replied, at: now, talk.answer(), agent: talk.agent, status: .solved)
        } else {
            talk.add(.replied, at: now, talk.answer(), agent: talk.agent, status: .pending)
            now = pace.returned(now)
            talk.add(.received, at: now, talk.thanks())
            now = pace.answered(now)
            if dice.chance(0.5) {
                talk.add(.replied, at: now, talk.farewell(), agent: talk.agent, status: .solved)
            } else {
                talk.add(.status, at: now, agent: talk.agent, status: .solved)
            }
        }
        if dice.chance(0.05) { reopen(&talk, now) }
        fit(&talk, to: until - .minutes(4))
        if dice.chance(0.55) { rate(&talk) }
    }

    /// Assigned, and the customer waits for a first answer.
    func leaveUnanswered(_ talk: inout Conversation) {
        open(&talk)
        fit(&talk, to: until - .seconds(5))
    }

    /// The customer answered our question and waits.
    func leaveWaiting(_ talk: inout Conversation) {
        open(&talk)
        let now = ask(&talk, last(talk))
        if dice.chance(0.3) { _ = keepWaiting(&talk, now) }
        let wait = min(16_000, dice.skewed(median: 2_400, spread: 1.1))
        stretch(&talk, to: pace.hours.earlier(by: max(60, wait), from: until))
    }

    /// We asked and wait for the customer.
    func leavePending(_ talk: inout Conversation) {
        open(&talk)
        let now = pace.answered(last(talk))
        talk.add(.replied, at: now, talk.firstReply(), agent: talk.agent, status: .pending)
        fit(&talk, to: until - .minutes(9))
    }

    /// Somebody else has to do something first.
    func leaveOnHold(_ talk: inout Conversation) {
        open(&talk)
        var now = ask(&talk, last(talk))
        now = pace.answered(now)
        talk.add(.replied, at: now, talk.patience(), agent: talk.agent)
        now = now + .seconds(dice.between(60...900))
        talk.add(.noted, at: now, dice.pick(talk.talk.waits), agent: talk.agent, status: .hold)
        fit(&talk, to: until - .minutes(14))
    }

    /// The first message, whoever gets it, and on brief channels a second line at once.
    private func open(_ talk: inout Conversation) {
        talk.add(.received, at: talk.arrival, talk.opening())
        talk.add(.assigned, at: talk.arrival + .seconds(dice.between(1...4)), agent: talk.agent)
    }

    /// A question of ours and its answer.
    private func ask(_ talk: inout Conversation, _ moment: Instant) -> Instant {
        let asked = pace.answered(moment)
        talk.add(.replied, at: asked, talk.firstReply(), agent: talk.agent, status: .pending)
        let back = pace.returned(asked)
        talk.add(.received, at: back, talk.followUp())
        return back
    }

    /// It takes a while, and the customer asks how it stands.
    private func keepWaiting(_ talk: inout Conversation, _ moment: Instant) -> Instant {
        let said = pace.answered(moment)
        talk.add(.replied, at: said, talk.patience(), agent: talk.agent)
        let back = pace.returned(pace.returned(said))
        talk.add(.received, at: back, talk.chaser())
        return back
    }

    private func note(_ talk: inout Conversation, _ moment: Instant) -> Instant {
        let at = pace.hours.later(by: Double(dice.between(60...1_500)), from: moment)
        talk.add(.noted, at: at, dice.pick(talk.talk.notes), agent: talk.agent)
        return at
    }

    private func reopen(_ talk: inout Conversation, _ moment: Instant) {
        let back = ShopHours.awake(moment + .seconds(dice.between(9_000...170_000)), dice)
        talk.add(.received, at: back, talk.reopening())
        let said = pace.answered(back, slower: 0.7)
        talk.add(.replied, at: said, talk.answer(), agent: talk.agent, status: .solved)
    }

    /// Who waited long is less happy.
    private func rate(_ talk: inout Conversation) {
        let solved = last(talk)
        let wait = dice.skewed(median: 2_600, spread: 1.4)
        let at = min(
            ShopHours.awake(solved + .seconds(max(30, min(250_000, wait)).rounded()), dice), until - .seconds(20))
        guard at > solved else { return }
        let answers = talk.steps.filter { $0.kind == .replied }
        let slow = answers.first.map { ($0.at - talk.arrival).seconds > 9_000 } ?? true
        let scores: [(score: Int, weight: Double)] =
            slow ? [(5, 48), (4, 32), (3, 11), (2, 5), (1, 4)] : [(5, 66), (4, 27), (3, 4), (2, 1.5), (1, 1.5)]
        let score = dice.pick(scores) { $0.weight }.score
        let comment = dice.chance(0.4) ? talk.talk.comments[score].map(dice.pick) : nil
        talk.add(.rated, at: at, comment, score: score)
    }

    private func last(_ talk: Conversation) -> Instant { talk.steps.last?.at ?? talk.arrival }

    /// What would end too late goes faster.
    private func fit(_ talk: inout Conversation, to end: Instant) {
        if last(talk) > end { stretch(&talk, to: end) }
    }

    /// Lets the last step fall on a moment, the others in proportion.
    private func stretch(_ talk: inout Conversation, to end: Instant) {
        let start = talk.arrival
        let (had, has) = ((last(talk) - start).seconds, max(1, (end - start).seconds))
        guard had > 0 else { return }
        talk.retime { steps in
            steps.map { step in
                var step = step
                step.at = start + .seconds(((step.at - start).seconds * has / had).rounded(.down))
                return step
            }
        }
    }
}
