package import Base

/// Words and changes that agents use again and again (rows 85, 86).
package struct Macro: Codable, Hashable, Sendable {
    /// What is being written where it is offered.
    package enum Use: String, Codable, Sendable, CaseIterable { case reply, note, any }

    /// Empty of a new one.
    package var id: String
    package var name: String
    /// The name in other languages, by language code.
    package var names: [String: String] = [:]
    /// What an agent types after `/` to get it.
    package var code: String?
    package var use: Use = .any
    /// Who sees it, as with views.
    package var scope: SavedView.Scope = .personal
    /// The agent a personal one belongs to; read only.
    package var owner: String?
    package var team: String?
    /// By language, with `{{ticket.requester.name|there}}` for what differs: paths of `ticket` and `agent`, and words
    /// for when there is nothing. Empty when it only changes something.
    package var texts: [String: String] = [:]
    /// What it changes, without a reply; `assignee` may be `@me`.
    package var edit: BulkEdit?
    /// How often it was used, and when last; read only.
    package var uses: Int = 0
    package var usedAt: Instant?
    package var version: Int = 0

    package init(
        id: String = "", name: String, names: [String: String] = [:], code: String? = nil, use: Use = .any,
        scope: SavedView.Scope = .personal, team: String? = nil, texts: [String: String] = [:],
        edit: BulkEdit? = nil, version: Int = 0
    ) {
        (self.id, self.name, self.names, self.code, self.use) = (id, name, names, code, use)
        (self.scope, self.team, self.texts, self.edit) = (scope, team, texts, edit)
        self.version = version
    }
}

/// A macro on a ticket; `language` of its words, the ticket's when absent.
package struct UseMacro: Codable, Hashable, Sendable {
    package var ticket: String
    package var macro: String
    package var language: String?

    package init(ticket: String, macro: String, language: String? = nil) {
        (self.ticket, self.macro, self.language) = (ticket, macro, language)
    }
}

/// What a macro says and does on a ticket. Its words are not sent: they are for the composer.
package struct MacroResult: Codable, Hashable, Sendable {
    package var text: String
    /// Paths that nothing is known of, and no other words were given for.
    package var gaps: [String]
    /// What it changes, before and after.
    package var changes: [Change]
    /// The status to send the words with: one that has words does not change the status by itself.
    package var status: TicketStatus?
    package var ticket: Ticket

    package init(text: String, gaps: [String], changes: [Change], status: TicketStatus?, ticket: Ticket) {
        (self.text, self.gaps, self.changes) = (text, gaps, changes)
        (self.status, self.ticket) = (status, ticket)
    }
}

/// That a macro was added, changed or removed; what it says is only told to those who may see it.
package struct MacroChange: Codable, Hashable, Sendable {
    package var id: String
    package var version: Int
    package var removed: Bool

    package init(id: String, version: Int, removed: Bool) {
        (self.id, self.version, self.removed) = (id, version, removed)
    }
}

extension TicketsAPI {
    private static let noMacro = ["macro.not_found": "There is no such macro, or the caller does not see it."]
    private static let changeMacro = noMacro.merging(["macro.stale": "Somebody changed it since it was read."]) { $1 }

    package static let macros = Call<Empty, Page<Macro>>(
        "tickets.macros", allow: .staff, "The macros of the caller, by name.")
    package static let saveMacro = Call<Macro, Macro>(
        "tickets.macros.save", allow: .light, "Add (empty id) or change a macro.",
        problems: changeMacro.merging([
            "macro.invalid": "Name, code, words or change are missing, too long or not allowed.",
            "macro.team": "There is no such team.",
            "macro.owner": "A personal macro belongs to an agent.",
            "macro.too_many": "There are as many macros as there may be.",
        ]) { $1 })
    package static let removeMacro = Call<RemoveVersion, Empty>(
        "tickets.macros.remove", allow: .light, "Remove a macro.", problems: changeMacro)
    package static let previewMacro = Call<UseMacro, MacroResult>(
        "tickets.macros.preview", allow: .staff, "What a macro would say and change on a ticket.",
        problems: noMacro.merging(["ticket.not_found": "There is no such ticket."]) { $1 })
    package static let useMacro = Call<UseMacro, MacroResult>(
        "tickets.macros.use", allow: .agents, "Change a ticket as a macro says, and get its words for the composer.",
        problems: noMacro.merging(writeProblems) { $1 })

    package static let macroChanged = EventType<MacroChange>("moat.tickets.macro.changed")
}
