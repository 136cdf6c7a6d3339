package import Base

/// A line of the audit log: who did what, when, from where (row 174). Its hash covers it and the line before, so that
/// none can be changed, removed or moved unseen.
package struct AuditLine: Codable, Hashable, Sendable {
    /// From 1, without gaps.
    package var sequence: Int64
    package var at: Instant
    package var actor: Actor
    /// The API key that spoke for the actor.
    package var key: String?
    /// What was done: the operation's name in the API document, or `session.…`.
    package var action: String
    /// The path of what it was done to.
    package var object: String
    /// The answer's HTTP status.
    package var outcome: Int
    /// Of settings: as it was and as it is. Words of and about customers are not kept here; what a request said of
    /// them shows in the names of its members alone.
    package var before: JSON?
    package var after: JSON?
    package var address: String
    package var trace: String?

    package init(
        sequence: Int64 = 0, at: Instant, actor: Actor, key: String? = nil, action: String, object: String,
        outcome: Int, before: JSON? = nil, after: JSON? = nil, address: String, trace: String? = nil
    ) {
        (self.sequence, self.at, self.actor, self.key) = (sequence, at, actor, key)
        (self.action, self.object, self.outcome) = (action, object, outcome)
        (self.before, self.after, self.address, self.trace) = (before, after, address, trace)
    }
}

package struct ListAudit: Codable, Hashable, Sendable {
    /// The id of who did it.
    package var actor: String?
    /// The beginning of the action's name: `session`, `rules.save`.
    package var action: String?
    /// The beginning of the object's path.
    package var object: String?
    package var limit: Int?
    package var after: String?

    package init(
        actor: String? = nil, action: String? = nil, object: String? = nil, limit: Int? = nil, after: String? = nil
    ) {
        (self.actor, self.action, self.object) = (actor, action, object)
        (self.limit, self.after) = (limit, after)
    }
}

/// Whether the log is as it was written.
package struct AuditCheck: Codable, Hashable, Sendable {
    package var lines: Int64
    package var intact: Bool
    /// The first line that is not as it was written.
    package var brokenAt: Int64?
    package var reason: String?
    /// The hash of the last line: kept elsewhere, it proves that the end was not cut off.
    package var head: String

    package init(lines: Int64, intact: Bool, brokenAt: Int64? = nil, reason: String? = nil, head: String) {
        (self.lines, self.intact, self.brokenAt, self.reason, self.head) = (lines, intact, brokenAt, reason, head)
    }
}

/// Lines as they are kept, oldest first, each a JSON object `{"hash", "line"}`; `line` is the text that was hashed.
package struct AuditExport: Codable, Hashable, Sendable {
    package struct Line: Codable, Hashable, Sendable {
        package var line: String
        package var hash: String

        package init(line: String, hash: String) { (self.line, self.hash) = (line, hash) }
    }
    package var lines: [Line]
    /// The sequence to ask from next; nil at the end.
    package var next: Int64?

    package init(lines: [Line], next: Int64? = nil) { (self.lines, self.next) = (lines, next) }
}

package struct ExportAudit: Codable, Hashable, Sendable {
    /// Lines after this sequence.
    package var from: Int64

    package init(from: Int64 = 0) { self.from = from }
}

extension GatewayAPI {
    package static let audit = Call<ListAudit, Page<AuditLine>>(
        "gateway.audit", allow: [.admins], "List who did what, newest first.")
    package static let verifyAudit = Call<Empty, AuditCheck>(
        "gateway.audit.verify", allow: [.admins], "Check that no line of the audit log was changed, removed or moved.")
    package static let exportAudit = Call<ExportAudit, AuditExport>(
        "gateway.audit.export", allow: [.admins], "Lines of the audit log as they are kept, 500 at a time.")
}
