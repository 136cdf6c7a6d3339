internal import Base
internal import Conditions
package import Contracts
internal import Store

/// The columns a view may show, beside custom fields.
enum ViewColumns {
    private static let known: Set<String> = [
        "number", "subject", "status", "priority", "channel", "requester.name", "requester.tier", "assignee", "team",
        "tags", "language", "createdAt", "updatedAt", "firstRepliedAt", "solvedAt", "waitingSince", "assignedAt",
        "dueAt", "lastMessage", "messageCount", "rating.score",
    ]
    static let groups: Set<String> = ["status", "priority", "channel", "assignee", "team", "requester.tier"]
    private static let maximum = 20

    static func mistake(_ columns: [String]) -> Problem.Item? {
        func wrong(_ pointer: String, _ code: String, _ detail: String) -> Problem.Item {
            Problem.Item(pointer: pointer, code: code, detail: detail)
        }
        guard (1...maximum).contains(columns.count), Set(columns).count == columns.count else {
            return wrong("#/columns", "count", "A view has 1 to \(maximum) columns, none twice.")
        }
        let unknown = columns.firstIndex { column in
            let isField = column.hasPrefix("fields.") && column.count > 7 && column.utf8.count <= 107
            return !known.contains(column) && !isField
        }
        return unknown.map { wrong("#/columns/\($0)", "unknown", "There is no such column.") }
    }
}

extension Desk {
    private static let ownMaximum = 100
    private static let sharedMaximum = 500
    private static let nameMaximum = 100

    /// Adds a view or changes one; shared ones are the supervisors'.
    package func save(_ request: SaveView) throws -> SavedView {
        let viewer = try tx.viewer(cause.caller)
        let id = request.id.flatMap { $0.isEmpty ? nil : $0 }
        let current = try id.map { try changeable($0, request.version, viewer) }
        let scope = request.scope ?? current?.scope ?? .personal
        try check(request, scope)
        guard scope == .personal || viewer.isSupervisor else {
            throw Problem.forbidden("Supervisors share views; yours can be personal.")
        }
        if scope == .personal, cause.agent == nil, current?.owner == nil {
            throw Problem.invalid("view.owner", "A personal view belongs to an agent.")
        }
        let team = request.team ?? current?.team
        if scope == .team {
            guard let team, try tx.team(team) != nil else {
                throw Problem.invalid("view.team", "A view of a team names a team that exists.")
            }
        }
        let view = SavedView(
            id: current?.id ?? nextID(), name: request.name.trimmed, names: request.names ?? current?.names ?? [:],
            scope: scope, owner: scope == .personal ? current?.owner ?? cause.agent : nil,
            team: scope == .team ? team : nil, condition: request.condition,
            columns: request.columns ?? current?.columns ?? BuiltInViews.columns,
            sort: request.sort ?? current?.sort ?? .updated, descending: request.descending ?? current?.descending,
            group: (request.group ?? current?.group).flatMap { $0.isEmpty ? nil : $0 },
            version: (current?.version ?? 0) + 1)
        if current == nil || current?.scope != scope { try checkRoom(for: view) }
        try tx.put(view)
        try append(
            TicketsAPI.viewChanged, subject: "view/\(view.id)",
            ViewChange(id: view.id, version: view.version, removed: false))
        return view
    }

    /// Removes a view.
    package func remove(_ request: RemoveView) throws -> Empty {
        let view = try changeable(request.id, request.version, try tx.viewer(cause.caller))
        try tx.execute("DELETE FROM views WHERE id = \(view.id)")
        try append(
            TicketsAPI.viewChanged, subject: "view/\(view.id)",
            ViewChange(id: view.id, version: view.version + 1, removed: true))
        return Empty()
    }

    /// Puts the caller's views in an order.
    package func order(_ request: ViewOrder) throws -> ViewOrder {
        let known = Set(try tx.views(for: cause.caller).map(\.id))
        guard Set(request.ids).count == request.ids.count else {
            throw Problem.invalid("view.order", "A view stands in an order once.")
        }
        if let unknown = request.ids.first(where: { !known.contains($0) }) {
            throw Problem.invalid("view.order", "There is no view \(unknown.prefix(64)).")
        }
        try tx.execute(
            """
            INSERT INTO view_orders (agent, ids) VALUES (\(cause.caller.id), \(json: request.ids))
            ON CONFLICT (agent) DO UPDATE SET ids = excluded.ids
            """)
        return request
    }

    private func changeable(_ id: String, _ version: Int?, _ viewer: Viewer) throws -> SavedView {
        guard let view = try tx.view(id, for: cause.caller) else {
            throw Problem.notFound("view", String(id.prefix(64)))
        }
        if view.builtIn { throw Problem.conflict("view.built_in", "This view is there for everybody: copy it.") }
        guard view.scope == .personal || viewer.isSupervisor else {
            throw Problem.forbidden("Supervisors change shared views; copy it.")
        }
        if let version, version != view.version {
            throw Problem.stale("view", expected: version, actual: view.version)
        }
        return view
    }

    private func check(_ request: SaveView, _ scope: SavedView.Scope) throws {
        var errors: [Problem.Item] = []
        func wrong(_ pointer: String, _ code: String, _ detail: String) {
            errors.append(.init(pointer: pointer, code: code, detail: detail))
        }
        let texts = [request.name] + (request.names ?? [:]).sorted { $0.key < $1.key }.map(\.value)
        if texts.contains(where: { $0.trimmed.isEmpty || $0.count > Desk.nameMaximum }) || texts.count > 20 {
            wrong("#/name", "length", "A name has 1 to \(Desk.nameMaximum) characters.")
        }
        if let item = request.columns.flatMap(ViewColumns.mistake) { errors.append(item) }
        if let group = request.group, !group.isEmpty, !ViewColumns.groups.contains(group) {
            wrong("#/group", "unknown", "Views are grouped by \(ViewColumns.groups.sorted().joined(separator: ", ")).")
        }
        guard errors.isEmpty else {
            throw Problem.invalid("view.invalid", "The view has \(errors.count) mistake(s).", errors: errors)
        }
        try ViewFields.check(request.condition)
    }

    private func checkRoom(for view: SavedView) throws {
        let count = try tx.first("SELECT COUNT(*) AS n FROM views WHERE owner = \(view.owner ?? "")")?.int("n") ?? 0
        let maximum = view.owner == nil ? Desk.sharedMaximum : Desk.ownMaximum
        guard count < maximum else {
            throw Problem.invalid("view.too_many", "There are \(maximum) views at most: remove one first.")
        }
    }
}

extension Reader {
    /// What `@me` and `@teams` mean for a caller.
    package func viewer(_ caller: Caller) throws -> Viewer {
        let isPerson = caller.kind == .agent
        var viewer = Viewer(
            id: caller.id, teams: isPerson ? try teams(of: caller.id) : [],
            isSupervisor: !isPerson || caller.has(.owner, .admin, .supervisor))
        viewer.limit = TicketScope.condition(of: viewer, caller)
        return viewer
    }

    /// A view that the caller may see, or nil.
    package func view(_ id: String, for caller: Caller) throws -> SavedView? {
        if let known = BuiltInViews.all.first(where: { $0.id == id }) { return known }
        guard let view = try first("SELECT body FROM views WHERE id = \(id)")?.decode(SavedView.self, "body") else {
            return nil
        }
        return Reader.shows(view, to: try viewer(caller)) ? view : nil
    }

    /// The views of a caller in their order: what every house has, what is shared, what is theirs; at most 608.
    package func views(for caller: Caller) throws -> [SavedView] {
        let viewer = try viewer(caller)
        let saved = try rows(
            "SELECT body FROM views WHERE owner IN ('', \(caller.id)) ORDER BY owner, id LIMIT 601"
        )
        .map { try $0.decode(SavedView.self, "body") }
        let views = BuiltInViews.all + saved.filter { Reader.shows($0, to: viewer) }
        let ids = try viewOrder(of: caller).ids
        let places = Dictionary(ids.enumerated().map { ($1, $0) }) { first, _ in first }
        return views.enumerated()
            .sorted { (places[$0.1.id] ?? .max, $0.0) < (places[$1.1.id] ?? .max, $1.0) }.map(\.1)
    }

    /// The caller's own order.
    package func viewOrder(of caller: Caller) throws -> ViewOrder {
        let ids = try first("SELECT ids FROM view_orders WHERE agent = \(caller.id)")?.decode([String].self, "ids")
        return ViewOrder(ids: ids ?? [])
    }

    private static func shows(_ view: SavedView, to viewer: Viewer) -> Bool {
        switch view.scope {
        case .everyone: true
        case .team: viewer.isSupervisor || view.team.map(viewer.teams.contains) ?? false
        case .personal: view.owner == viewer.id
        }
    }
}

extension Transaction {
    func put(_ view: SavedView) throws {
        try execute(
            """
            INSERT INTO views (id, owner, body) VALUES (\(view.id), \(view.owner ?? ""), \(json: view))
            ON CONFLICT (id) DO UPDATE SET owner = excluded.owner, body = excluded.body
            """)
    }
}
