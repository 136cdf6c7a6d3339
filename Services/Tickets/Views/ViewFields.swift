internal import Base
package import Conditions
internal import Contracts

/// What the condition of a view may ask, and the facts it is asked about.
package enum ViewFields {
    package static let catalogue = FieldCatalogue(
        TicketFields.all + [
            .init("ticket.clocks.dueAt", .time, list: true),
            .init("ticket.clocks.state", .choice, list: true, allowed: TicketFields.choices(SLAClock.State.self)),
        ])

    /// Throws a 422 `condition.invalid` that names every mistake.
    static func check(_ condition: Condition) throws {
        var items = catalogue.validate(condition, at: "#/condition")
        if items.isEmpty, condition.usesPrevious {
            items = [.init(pointer: "#/condition", code: "operator", detail: "A view knows no earlier state.")]
        }
        guard items.isEmpty else {
            throw Problem.invalid("condition.invalid", "The condition cannot be used.", errors: items)
        }
    }

    /// The facts about a ticket, from the JSON it is kept as.
    static func facts(_ ticket: JSON) -> JSON { ["ticket": ticket] }
}

/// Who looks at a view: what `@me` and `@teams` stand for.
package struct Viewer: Sendable {
    package var id: String
    package var teams: [String]
    /// Shared views are theirs to change.
    package var isSupervisor: Bool
    /// What they may see at all; nil is everything.
    package var limit: Condition?

    package init(id: String, teams: [String], isSupervisor: Bool) {
        (self.id, self.teams, self.isSupervisor) = (id, teams, isSupervisor)
    }

    /// The condition with the words for the viewer replaced.
    package func resolve(_ condition: Condition) -> Condition {
        guard let limit else { return words(condition) }
        return .all([limit, words(condition)])
    }

    private func words(_ condition: Condition) -> Condition {
        condition.mapTests { test in
            guard test.field == "ticket.assignee" || test.field == "ticket.team", let value = test.value else {
                return test
            }
            var test = test
            let operands = value.array ?? [value]
            let known = operands.flatMap { operand -> [JSON] in
                switch operand.string {
                case "@me": [.string(id)]
                case "@teams": teams.map { .string($0) }
                default: [operand]
                }
            }
            guard known != operands else { return test }
            test.value = value.array == nil && known.count == 1 ? known[0] : .array(known)
            // A list is compared as a whole by equal: several teams mean any of them.
            if test.value?.array != nil, test.comparison == .equal { test.name = Operator.anyOf.rawValue }
            if test.value?.array != nil, test.comparison == .notEqual { test.name = Operator.noneOf.rawValue }
            return test
        }
    }
}
