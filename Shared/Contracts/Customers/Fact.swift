package import Base

/// A kind of fact that the house knows of its customers: order, login, visit, shipment (row 97).
package struct FactType: Codable, Hashable, Sendable {
    /// What a fact of the kind means for the value of a customer.
    package enum Role: String, Codable, Sendable, CaseIterable { case purchase, activity, other }

    /// Lower-case letters, digits and `_`: the name in conditions.
    package var id: String
    package var name: String
    /// The name in other languages.
    package var names: [String: String]?
    package var role: Role
    /// The member of the data that is the money of a purchase.
    package var amount: String?
    /// The member of the data that the timeline shows.
    package var summary: String?
    /// JSON Schema of the data, of the keywords that the README lists.
    package var schema: JSON
    package var version: Int

    package init(
        id: String, name: String, names: [String: String]? = nil, role: Role = .other, amount: String? = nil,
        summary: String? = nil, schema: JSON = ["type": "object"], version: Int = 0
    ) {
        (self.id, self.name, self.names, self.role) = (id, name, names, role)
        (self.amount, self.summary, self.schema, self.version) = (amount, summary, schema, version)
    }
}

/// Something that happened with a customer, told by another system.
package struct RecordFact: Codable, Hashable, Sendable {
    /// The customer's id, or an address as `kind:value` (`email:ada@example.org`): one nobody has makes a customer.
    package var customer: String
    package var type: String
    /// The system that tells it, and its id there: together they name the fact.
    package var source: String
    package var externalID: String
    package var occurredAt: Instant?
    /// A higher one replaces what was told before; the same or none tells it again.
    package var revision: Int?
    package var data: JSON

    package init(
        customer: String, type: String, source: String, externalID: String, occurredAt: Instant? = nil,
        revision: Int? = nil, data: JSON = [:]
    ) {
        (self.customer, self.type, self.source, self.externalID) = (customer, type, source, externalID)
        (self.occurredAt, self.revision, self.data) = (occurredAt, revision, data)
    }
}

package struct Fact: Codable, Hashable, Sendable {
    package var id: String
    package var customer: String
    package var type: String
    package var source: String
    package var externalID: String
    package var occurredAt: Instant
    package var receivedAt: Instant
    package var revision: Int
    package var data: JSON

    package init(
        id: String, customer: String, type: String, source: String, externalID: String, occurredAt: Instant,
        receivedAt: Instant, revision: Int, data: JSON
    ) {
        (self.id, self.customer, self.type, self.source) = (id, customer, type, source)
        (self.externalID, self.occurredAt, self.receivedAt) = (externalID, occurredAt, receivedAt)
        (self.revision, self.data) = (revision, data)
    }
}

package struct ListFacts: Codable, Hashable, Sendable {
    package var customer: String
    package var type: String?
    package var limit: Int?
    package var after: String?

    package init(customer: String, type: String? = nil, limit: Int? = nil, after: String? = nil) {
        (self.customer, self.type, self.limit, self.after) = (customer, type, limit, after)
    }
}

/// A file of facts, one JSON object a line, as a blob of the customers service.
package struct StartFactImport: Codable, Hashable, Sendable {
    package var blob: String

    package init(blob: String) {
        self.blob = blob
    }
}

/// How far the reading of a file of facts is. It goes on by itself, also after a crash, and a file that is sent again
/// changes nothing.
package struct FactImport: Codable, Hashable, Sendable {
    package enum State: String, Codable, Sendable, CaseIterable { case running, done, failed }

    package var id: String
    package var state: State
    /// Bytes of the file, and those that are done.
    package var size: Int
    package var position: Int
    package var lines: Int = 0
    package var added: Int = 0
    package var known: Int = 0
    package var replaced: Int = 0
    /// Lines that are wrong: `errors` names them.
    package var refused: Int = 0
    package var startedAt: Instant
    package var endedAt: Instant?
    package var by: Actor?

    package init(id: String, state: State = .running, size: Int, position: Int = 0, startedAt: Instant, by: Actor?) {
        (self.id, self.state, self.size, self.position) = (id, state, size, position)
        (self.startedAt, self.by) = (startedAt, by)
    }
}

/// A line that could not be taken, counted from 1.
package struct ImportError: Codable, Hashable, Sendable {
    package var line: Int
    package var code: String
    package var detail: String

    package init(line: Int, code: String, detail: String) {
        (self.line, self.code, self.detail) = (line, code, detail)
    }
}

package struct ListImportErrors: Codable, Hashable, Sendable {
    package var id: String
    package var limit: Int?
    package var after: String?

    package init(id: String, limit: Int? = nil, after: String? = nil) {
        (self.id, self.limit, self.after) = (id, limit, after)
    }
}
