internal import Base
package import Contracts
internal import Store

extension Desk {
    private static let ownMacros = 100
    private static let sharedMacros = 500

    /// Adds a macro or changes one; shared ones are the supervisors'.
    package func save(_ request: Macro) throws -> Macro {
        try request.check()
        let current = request.id.isEmpty ? nil : try changeableMacro(request.id, request.version)
        let viewer = try tx.viewer(cause.caller)
        guard request.scope == .personal || viewer.isSupervisor else {
            throw Problem.forbidden("Supervisors share macros; yours can be personal.")
        }
        if request.scope == .personal, cause.agent == nil, current?.owner == nil {
            throw Problem.invalid("macro.owner", "A personal macro belongs to an agent.")
        }
        if request.scope == .team {
            guard let team = request.team, try tx.team(team) != nil else {
                throw Problem.invalid("macro.team", "A macro of a team names a team that exists.")
            }
        }
        var macro = request
        macro.id = current?.id ?? nextID()
        macro.name = request.name.trimmed
        macro.owner = request.scope == .personal ? current?.owner ?? cause.agent : nil
        macro.team = request.scope == .team ? request.team : nil
        (macro.uses, macro.usedAt) = (current?.uses ?? 0, current?.usedAt)
        macro.version = (current?.version ?? 0) + 1
        if current?.scope != macro.scope { try checkRoom(for: macro) }
        try tx.put(macro)
        try tell(macro, removed: false)
        return macro
    }

    /// Removes a macro.
    package func removeMacro(_ request: RemoveVersion) throws -> Empty {
        var macro = try changeableMacro(request.id, request.version)
        try tx.execute("DELETE FROM macros WHERE id = \(macro.id)")
        macro.version += 1
        try tell(macro, removed: true)
        return Empty()
    }

    /// Changes a ticket as a macro says and counts that it was used. One that has words leaves the status to them.
    package func use(_ request: UseMacro) throws -> MacroResult {
        let (macro, before) = try tx.found(request, for: cause.caller)
        var result = tx.preview(macro, on: before, request.language, for: cause.caller)
        var update = macro.update(of: before.id, by: cause.caller.id)
        if !result.text.isEmpty { update.status = nil }
        if update != UpdateTicket(id: before.id) { result.ticket = try self.update(update) }
        try tx.execute("UPDATE macros SET uses = uses + 1, used = \(now) WHERE id = \(macro.id)")
        return result
    }

    private func changeableMacro(_ id: String, _ version: Int?) throws -> Macro {
        guard let macro = try tx.macro(id, for: cause.caller) else {
            throw Problem.notFound("macro", String(id.prefix(64)))
        }
        guard try macro.scope == .personal || tx.viewer(cause.caller).isSupervisor else {
            throw Problem.forbidden("Supervisors change shared macros; copy it.")
        }
        if let version, version != macro.version {
            throw Problem.stale("macro", expected: version, actual: macro.version)
        }
        return macro
    }

    private func checkRoom(for macro: Macro) throws {
        let count = try tx.first("SELECT COUNT(*) AS n FROM macros WHERE owner = \(macro.owner ?? "")")?.int("n") ?? 0
        let maximum = macro.owner == nil ? Desk.sharedMacros : Desk.ownMacros
        guard count < maximum else {
            throw Problem.invalid("macro.too_many", "There are \(maximum) macros at most: remove one first.")
        }
    }

    private func tell(_ macro: Macro, removed: Bool) throws {
        try append(
            TicketsAPI.macroChanged, subject: "macro/\(macro.id)",
            MacroChange(id: macro.id, version: macro.version, removed: removed))
    }
}

extension Reader {
    /// The macros that a caller sees, by name.
    package func macros(for caller: Caller) throws -> [Macro] {
        let viewer = try viewer(caller)
        return try rows(
            "SELECT uses, used, body FROM macros WHERE owner IN ('', \(caller.id)) ORDER BY owner, id LIMIT 601"
        )
        .map(Reader.macro).filter { Reader.shows($0, to: viewer) }
        .sorted { ($0.name, $0.id) < ($1.name, $1.id) }
    }

    /// What a macro would do.
    package func preview(_ request: UseMacro, caller: Caller) throws -> MacroResult {
        let (macro, ticket) = try found(request, for: caller)
        return preview(macro, on: ticket, request.language, for: caller)
    }

    func macro(_ id: String, for caller: Caller) throws -> Macro? {
        guard let macro = try first("SELECT uses, used, body FROM macros WHERE id = \(id)").map(Reader.macro) else {
            return nil
        }
        return Reader.shows(macro, to: try viewer(caller)) ? macro : nil
    }

    fileprivate func found(_ request: UseMacro, for caller: Caller) throws -> (Macro, Ticket) {
        guard let macro = try macro(request.macro, for: caller) else {
            throw Problem.notFound("macro", String(request.macro.prefix(64)))
        }
        guard let ticket = try ticket(request.ticket) else {
            throw Problem.notFound("ticket", String(request.ticket.prefix(64)))
        }
        return (macro, ticket)
    }

    fileprivate func preview(_ macro: Macro, on ticket: Ticket, _ language: String?, for caller: Caller) -> MacroResult
    {
        let agent: JSON = ["id": .string(caller.id), "name": .string(caller.name ?? caller.id)]
        let facts: JSON = ["ticket": (try? JSON(encoding: ticket)) ?? [:], "agent": agent]
        let words = macro.text(in: language ?? ticket.language)
        return MacroResult(
            text: Template.render(words, facts), gaps: Template.gaps(words, facts),
            changes: macro.update(of: ticket.id, by: caller.id).changes(of: ticket),
            status: words.isEmpty ? nil : macro.edit?.status, ticket: ticket)
    }

    private static func macro(_ row: Row) throws -> Macro {
        var macro = try row.decode(Macro.self, "body")
        macro.uses = try row.int("uses")
        macro.usedAt = macro.uses > 0 ? try row.instant("used") : nil
        return macro
    }

    private static func shows(_ macro: Macro, to viewer: Viewer) -> Bool {
        switch macro.scope {
        case .everyone: true
        case .team: viewer.isSupervisor || macro.team.map(viewer.teams.contains) ?? false
        case .personal: macro.owner == viewer.id
        }
    }
}

extension Transaction {
    fileprivate func put(_ macro: Macro) throws {
        try execute(
            """
            INSERT INTO macros (id, owner, uses, used, body)
            VALUES (\(macro.id), \(macro.owner ?? ""), 0, 0, \(json: macro))
            ON CONFLICT (id) DO UPDATE SET owner = excluded.owner, body = excluded.body
            """)
    }
}

extension UpdateTicket {
    /// What it would change on a ticket, in words of before and after.
    fileprivate func changes(of ticket: Ticket) -> [Change] {
        let tags = Tags.changed(ticket.tags, by: self)
        var all = [
            Change(field: "status", before: JSON(ticket.status), after: JSON(status ?? ticket.status)),
            Change(field: "priority", before: JSON(ticket.priority), after: JSON(priority ?? ticket.priority)),
            Change(field: "team", before: JSON(ticket.team), after: JSON(cleared(team, ticket.team))),
            Change(field: "assignee", before: JSON(ticket.assignee), after: JSON(cleared(assignee, ticket.assignee))),
            Change(field: "tags", before: JSON(ticket.tags), after: JSON(tags)),
        ]
        for (name, value) in (fields ?? [:]).sorted(by: { $0.key < $1.key }) {
            all.append(Change(field: "fields.\(name)", before: ticket.fields[name] ?? .null, after: value))
        }
        return all.filter { $0.before != $0.after }
    }

    private func cleared(_ wanted: String?, _ known: String?) -> String? {
        wanted.map { $0.isEmpty ? nil : $0 } ?? known
    }
}
