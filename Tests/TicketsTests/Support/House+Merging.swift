import Base
import Contracts
import Store
import Tickets

extension House {
    @discardableResult
    func merge(
        _ sources: [String], into target: String, by agent: String = "ann",
        _ change: @Sendable (inout MergeTickets) -> Void = { _ in }
    ) async throws -> MergeResult {
        var request = MergeTickets(target: target, sources: sources)
        change(&request)
        return try await work(.agent(agent)) { [request] in try $0.merge(request) }
    }

    @discardableResult
    func undo(_ merge: Merge, by agent: String = "ann") async throws -> MergeUndone {
        try await work(.agent(agent)) { try $0.undoMerge(ByID(id: merge.id)) }
    }

    @discardableResult
    func split(_ ticket: String, _ messages: [String], _ mode: SplitTicket.Mode = .move) async throws -> SplitResult {
        try await work(.agent("ann")) {
            try $0.split(SplitTicket(ticket: ticket, messages: messages, mode: mode))
        }
    }

    /// The texts of a conversation, in the order in which it is shown.
    func texts(_ ticket: String) async throws -> [String] { try await messages(ticket).map(\.text) }

    /// The numbers of the tickets that words are found in.
    func found(_ words: String) async throws -> Set<Int> {
        let page = try await store.read { try $0.search(SearchTickets(q: words, limit: 100), caller: .system) }
        return Set(page.items.map(\.ticket.number))
    }
}
