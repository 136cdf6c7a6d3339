package import Base

/// One of a person's addresses; unique by (kind, value) over all customers (row 99).
package struct Identity: Codable, Hashable, Sendable {
    package enum Kind: String, Codable, Sendable, CaseIterable {
        /// `external` is the person's id in the house's own systems, `widget` the id of a chat window, `other` what
        /// somebody calls themselves where there is no address.
        case email, phone, wechat, unionid, external, wecom, weibo, dingtalk, widget, other
    }
    package var kind: Kind
    /// Normalised: mail lower-case, phone E.164, `openid@appid` for wechat.
    package var value: String
    package var verified: Bool = false
    package var verifiedAt: Instant?
    /// Who said so: a service, `agent:…`, an import.
    package var source: String?

    package init(
        kind: Kind, value: String, verified: Bool = false, verifiedAt: Instant? = nil, source: String? = nil
    ) {
        (self.kind, self.value, self.verified) = (kind, value, verified)
        (self.verifiedAt, self.source) = (verifiedAt, source)
    }
}

/// Who wrote: the address it came from, and others that came with it.
package struct IdentifyCustomer: Codable, Hashable, Sendable {
    package var identity: Identity
    package var also: [Identity]?
    package var name: String?
    package var language: String?

    package init(identity: Identity, also: [Identity]? = nil, name: String? = nil, language: String? = nil) {
        (self.identity, self.also, self.name, self.language) = (identity, also, name, language)
    }
}

/// What became of addresses that belong to one person (row 100).
package struct Resolution: Codable, Hashable, Sendable {
    package enum Outcome: String, Codable, Sendable, CaseIterable {
        /// Nobody had them; one had them all; one got those that were new; several were joined.
        case created, known, attached, joined
    }

    /// An address that was left out, and why.
    package struct Dropped: Codable, Hashable, Sendable {
        package enum Reason: String, Codable, Sendable, CaseIterable {
            /// Not normal; stands for nobody; somebody else's; more than one person may have; another strong one.
            case invalid, blocked, taken, limit, strong
        }
        package var identity: Identity
        package var reason: Reason
        /// Whose it is.
        package var customer: String?

        package init(identity: Identity, reason: Reason, customer: String? = nil) {
            (self.identity, self.reason, self.customer) = (identity, reason, customer)
        }
    }

    package var customer: Customer
    package var outcome: Outcome
    package var dropped: [Dropped]

    package init(customer: Customer, outcome: Outcome, dropped: [Dropped] = []) {
        (self.customer, self.outcome, self.dropped) = (customer, outcome, dropped)
    }
}

/// How addresses lead to people (row 100): kinds in the order of their weight, the weightiest first.
package struct IdentityRules: Codable, Hashable, Sendable {
    package struct KindRule: Codable, Hashable, Sendable {
        package var kind: Identity.Kind
        /// How many of the kind one person may have by itself; people may add more.
        package var limit: Int
        /// Two different ones are two people: nothing joins them by itself.
        package var strong: Bool
        /// Whether a verified one may join two records by itself, where `joins` of the rules allows it at all.
        package var joins: Bool

        package init(_ kind: Identity.Kind, limit: Int, strong: Bool = false, joins: Bool = false) {
            (self.kind, self.limit, self.strong, self.joins) = (kind, limit, strong, joins)
        }
    }

    package var kinds: [KindRule]
    /// Values that stand for nobody; one that ends in `@` is the part of mail addresses before it.
    package var blocked: [String]
    /// Whether records are ever joined without a person saying so.
    package var joins: Bool
    /// The country of phone numbers that do not name theirs: two letters.
    package var country: String
    /// Days in which joining can be taken back.
    package var undoDays: Int
    package var version: Int

    package init(
        kinds: [KindRule], blocked: [String], joins: Bool = false, country: String = "CN", undoDays: Int = 30,
        version: Int = 1
    ) {
        (self.kinds, self.blocked, self.joins) = (kinds, blocked, joins)
        (self.country, self.undoDays, self.version) = (country, undoDays, version)
    }
}

package struct AddIdentity: Codable, Hashable, Sendable {
    package var customer: String
    package var identity: Identity

    package init(customer: String, identity: Identity) {
        (self.customer, self.identity) = (customer, identity)
    }
}

/// An address of a customer.
package struct NameIdentity: Codable, Hashable, Sendable {
    package var customer: String
    package var kind: Identity.Kind
    package var value: String

    package init(customer: String, kind: Identity.Kind, value: String) {
        (self.customer, self.kind, self.value) = (customer, kind, value)
    }
}

/// A visitor of the chat window turns out to be a user of the house's own system. `hash` is the HMAC-SHA256 of
/// `user` under the widget secret, in hex: only who knows the secret can say who somebody is (row 102).
package struct PromoteVisitor: Codable, Hashable, Sendable {
    package var visitor: String
    package var user: String
    package var hash: String
    package var name: String?
    /// Taken as said, not as verified.
    package var email: String?

    package init(visitor: String, user: String, hash: String, name: String? = nil, email: String? = nil) {
        (self.visitor, self.user, self.hash) = (visitor, user, hash)
        (self.name, self.email) = (name, email)
    }
}

/// The page of a visitor hears that it is known who it is, and no more.
package struct PromotedVisitor: Codable, Hashable, Sendable {
    package var visitor: String
    package var user: String

    package init(visitor: String, user: String) {
        (self.visitor, self.user) = (visitor, user)
    }
}

/// What a page's server signs users with.
package struct WidgetSecret: Codable, Hashable, Sendable {
    package var secret: String

    package init(secret: String) {
        self.secret = secret
    }
}
