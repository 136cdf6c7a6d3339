internal import Base
internal import Contracts
internal import ServiceKit

/// What agents did with tickets of the demo: put together, taken apart, put aside, written and not sent yet.
extension DemoLoader {
    private static let day = 86_400

    /// What customers hear who do not answer, and what agents did so far, once: the policy is set last and means that
    /// all of it is there.
    func desk() async throws {
        guard try await ask(TicketsAPI.reminders, Empty()).version == 0 else { return }
        let ann = DemoLoader.caller(DemoStaff.agents[0])
        let page = ListTickets(view: "open", sort: "created", descending: false, limit: 100)
        let open = try await ask(TicketsAPI.list, page).items.filter { $0.assignee != nil && $0.status == .open }
        if open.count >= 12 {
            try await tieTogether(open, ann)
            try await prepare(open, ann)
        }
        var reopening = try await ask(TicketsAPI.reopening, Empty())
        if reopening.version == 0 {
            reopening.channels = [.mail: .init(.followUpAfter, after: 3 * DemoLoader.day)]
            _ = try await ask(TicketsAPI.saveReopening, reopening)
        }
        _ = try await ask(TicketsAPI.saveReminders, DemoLoader.reminders)
    }

    /// Two that were one, one that was two, and a fault with its cases.
    private func tieTogether(_ open: [Ticket], _ ann: Caller) async throws {
        let merge = MergeTickets(
            target: open[0].id, sources: [open[1].id], targetComment: MergeComment(text: "同一个问题 / The same question."))
        try await once("merge", TicketsAPI.merge, merge, ann)
        if let last = try await ask(TicketsAPI.messages, ListMessages(ticket: open[2].id)).items.last {
            let split = SplitTicket(ticket: open[2].id, messages: [last.id], mode: .copy)
            try await once("split", TicketsAPI.split, split, ann)
        }
        for incident in open[4...5] {
            let link = LinkTickets(ticket: open[3].id, role: .incident, other: incident.id)
            try await once("incident", TicketsAPI.link, link, ann)
        }
        try await once(
            "related", TicketsAPI.link, LinkTickets(ticket: open[6].id, role: .related, other: open[7].id), ann)
    }

    /// Drafts, an answer for tomorrow, a ticket put aside, steps, a follower, time on the phone.
    private func prepare(_ open: [Ticket], _ ann: Caller) async throws {
        let draft = SaveDraft(ticket: open[8].id, slot: .shared, text: "您好，我们正在核实。/ Hello, we are looking into it.")
        try await once("draft", TicketsAPI.saveDraft, draft, ann)
        let later = HoldReply(
            ticket: open[9].id, text: "您好，请问问题解决了吗？/ Hello, is it solved?",
            sendAt: open[9].updatedAt + .days(300), cancelOnAnswer: true)
        try await once("held", TicketsAPI.holdReply, later, ann)
        try await once("snooze", TicketsAPI.snooze, SnoozeTicket(id: open[10].id, seconds: DemoLoader.day), ann)
        for (text, mandatory) in [("核对订单 / Check the order", true), ("通知仓库 / Tell the warehouse", false)] {
            let item = AddChecklistItem(ticket: open[11].id, text: text, mandatory: mandatory)
            try await once("step-\(mandatory)", TicketsAPI.addChecklistItem, item, ann)
        }
        try await once(
            "follow", TicketsAPI.follow, FollowTicket(ticket: open[11].id, agent: DemoStaff.agents[1].id), ann)
        let effort = CorrectEffort(ticket: open[11].id, seconds: 900, note: "电话沟通 / On the phone")
        try await once("effort", TicketsAPI.correctEffort, effort, ann)
    }

    private func once<Request, Reply>(
        _ what: String, _ call: Call<Request, Reply>, _ request: Request, _ caller: Caller
    ) async throws {
        do {
            let key = "demo-\(what)-\(call.name)"
            _ = try await bus.call(call, request, as: caller, CallOptions(idempotencyKey: key))
        } catch let problem as Problem where problem.status == 409 || problem.code == "idempotency.mismatch" {
            // It was done by a run that was interrupted.
        }
    }

    private static func caller(_ agent: Agent) -> Caller {
        Caller(kind: .agent, id: agent.id, name: agent.name, roles: [.supervisor])
    }

    private static let reminders = ReminderPolicy(
        enabled: true,
        steps: [
            .init(
                after: 5 * day,
                texts: [
                    "en": "Did our answer help? We are happy to go on.", "zh": "请问我们的回复是否解决了您的问题？如仍有疑问请告诉我们。",
                ]),
            .init(
                after: 10 * day,
                texts: [
                    "en": "We have not heard from you and will close this in a few days.",
                    "zh": "由于未收到您的回复，我们将在几天后关闭此工单。",
                ]),
        ], solveAfter: 14 * day)
}
