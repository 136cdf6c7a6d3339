internal import Base
internal import Contracts
internal import HTTP

/// What the audit log keeps of a route's use.
enum Auditing: Sendable {
    case nothing
    /// The names of the request's members: the rest may be a customer's words, and an erased customer must be gone.
    case names
    /// How the thing was and how it is.
    case documents

    /// First words of paths behind which the house's own settings lie.
    private static let settings: Set<String> = [
        "accounts", "roles", "api-keys", "teams", "agents", "channels", "rules", "sla-policies", "sla-policy-order",
        "calendars", "routing", "queues", "skills", "presence-reasons", "org-chart", "absences", "survey-forms",
        "survey-scales", "survey-causes", "survey-programmes", "sending", "reopening", "reminders", "intent",
        "fact-types", "customer-attributes", "customer-sources", "computed-tags", "customer-tags", "customer-tag-rules",
        "segments", "rfm", "outreach-rules",
        "identity-rules", "widget-secret", "webhooks", "macros", "views", "view-order", "session", "sessions", "audit",
    ]
    /// Asks only, or is no more than moving about.
    private static let trifles: Set<String> = [
        "tickets.viewers.show", "tickets.viewers.leave", "tickets.drafts.save", "tickets.drafts.remove",
        "rules.notifications.read", "tickets.views.try", "tickets.bulk.preview", "tickets.merge.preview",
        "tickets.routing.rehearse", "tickets.intent.try", "rules.rehearse", "customers.join.preview",
        "customers.segments.try", "customers.imports.look", "tickets.macros.preview", "customers.outreach.ask",
        "customers.resolve", "knowledge.cite",
        "tickets.presence.set", "session.close", "session.factor.begin",
    ]
    /// Reading that is written down: secrets, and everything of a person at once.
    private static let watched: Set<String> = [
        "customers.export", "customers.exports.file", "customers.visitors.secret", "gateway.audit.export",
    ]

    init(_ route: Route) {
        if route.method == "GET" {
            self = Auditing.watched.contains(route.operation) ? .names : .nothing
        } else if route.access == .everyone || Auditing.trifles.contains(route.operation) {
            self = .nothing
        } else {
            self = Auditing.settings.contains(route.tag) ? .documents : .names
        }
    }

    private static let documentMaximum = 16 << 10
    private static let secrets: Set<String> = [
        "password", "current", "secret", "token", "imapPassword", "smtpPassword", "appSecret", "encodingAESKey", "csrf",
        "code", "codes", "uri", "clientSecret",
    ]

    /// A document as the log keeps it: secrets covered, nothing that is too long.
    static func document(_ bytes: [UInt8]) -> JSON? {
        bytes.isEmpty ? nil : (try? JSON(parsing: bytes)).map(kept)
    }

    static func kept(_ document: JSON) -> JSON {
        let size = document.bytes.count
        return size > documentMaximum ? ["bytes": .int(Int64(size))] : covered(document)
    }

    /// The names of a document's members, sorted.
    static func names(_ bytes: [UInt8]) -> JSON? {
        guard bytes.count <= 1 << 20, let members = (try? JSON(parsing: bytes))?.object, !members.isEmpty else {
            return nil
        }
        return ["members": .array(members.keys.sorted().prefix(50).map { .string(String($0.prefix(64))) })]
    }

    private static func covered(_ document: JSON) -> JSON {
        switch document {
        case .array(let items): return .array(items.map(covered))
        case .object(let members):
            return .object(
                members.reduce(into: [:]) { kept, member in
                    let isSecret = secrets.contains(member.key) && member.value.object == nil && !member.value.isNull
                    kept[member.key] = isSecret ? .string(FieldMask.cover) : covered(member.value)
                })
        default: return document
        }
    }
}
