/// Who is who: addresses, joining and taking it back, organisations.
extension CustomersAPI {
    package static let resolve = Call<IdentifyCustomer, Resolution>(
        "customers.resolve", allow: [.agents, .services],
        "Find, make or complete the customer behind addresses that belong together (row 100).",
        problems: identityProblems)
    package static let addIdentity = Call<AddIdentity, Customer>(
        "customers.identities.add", allow: [.agents, .services],
        "Add an address; 409 when it belongs to somebody else.",
        problems: addressProblems.merging(["identity.taken": "Somebody else has it: join the two."]) { $1 })
    package static let verifyIdentity = Call<NameIdentity, Customer>(
        "customers.identities.verify", allow: [.agents, .services], "Somebody has made sure that an address is theirs.",
        problems: addressProblems.merging(noAddress) { $1 })
    package static let removeIdentity = Call<NameIdentity, Customer>(
        "customers.identities.remove", allow: [.agents, .services], "Take an address away.",
        problems: addressProblems.merging(noAddress) { $1 })
    package static let identityRules = Call<Empty, IdentityRules>(
        "customers.identities.rules", allow: .staff, "How addresses lead to customers.")
    package static let saveIdentityRules = Call<IdentityRules, IdentityRules>(
        "customers.identities.rules.save", allow: .admins, "Change how addresses lead to customers.",
        problems: [
            "rules.stale": "Somebody changed them since they were read.",
            "rules.kinds": "Every kind stands there once, with a limit of 1 to 1,000.",
            "rules.values": "Too many blocked values, an unknown country, or days that are not 1 to 365.",
        ])
    package static let promote = Call<PromoteVisitor, Resolution>(
        "customers.visitors.promote", allow: [.agents, .services],
        "A visitor of the chat window has signed in: everything they did is the customer's.",
        problems: identityProblems.merging([
            "visitor.hash": "The hash is not the signature of the user.",
            "visitor.taken": "The visitor is another user already.",
        ]) { $1 })
    package static let promoteSelf = Call<PromoteVisitor, PromotedVisitor>(
        "customers.visitors.identify", allow: .anyone,
        "The same from the visitor's own page, which is told nothing of the customer.",
        problems: identityProblems.merging([
            "visitor.hash": "The hash is not the signature of the user.",
            "visitor.taken": "The visitor is another user already.",
        ]) { $1 })
    package static let widgetSecret = Call<Empty, WidgetSecret>(
        "customers.visitors.secret", allow: .admins, "What pages sign their users with.")
    package static let renewWidgetSecret = Call<Empty, WidgetSecret>(
        "customers.visitors.secret.renew", allow: .admins, "Make another secret; the one before is worth nothing.")

    package static let join = Call<JoinCustomers, Customer>(
        "customers.join", allow: [.agents], "Two records are one person: `loser` becomes an alias of `survivor`.",
        problems: joinProblems)
    package static let previewJoin = Call<JoinCustomers, MergePreview>(
        "customers.join.preview", allow: [.agents], "Show field by field what joining two would do.",
        problems: joinProblems)
    package static let merges = Call<ListMerges, Page<CustomerMerge>>(
        "customers.merges", allow: .staff, "What was joined into a customer, newest first.", problems: noCustomer)
    package static let undoJoin = Call<ByID, Separation>(
        "customers.merges.undo", allow: [.agents], "Take joining back: both are as if it had never been.",
        problems: [
            "merge.not_found": "There is no such joining.", "merge.undone": "It was taken back already.",
            "merge.expired": "The days in which it can be taken back are over.",
        ])
    package static let duplicates = Call<PageRequest, Page<Duplicate>>(
        "customers.duplicates", allow: .staff, "Customers who may be one, newest first.")
    package static let dismissDuplicate = Call<ByID, Empty>(
        "customers.duplicates.dismiss", allow: [.agents], "Two customers are two people.",
        problems: ["duplicate.not_found": "There is no such pair."])

    package static let organisations = Call<PageRequest, Page<CustomerOrganisation>>(
        "customers.organisations", allow: .staff, "The organisations, newest first.")
    package static let organisation = Call<ByID, CustomerOrganisation>(
        "customers.organisations.get", allow: .staff, "Read an organisation.", problems: noOrganisation)
    package static let saveOrganisation = Call<CustomerOrganisation, CustomerOrganisation>(
        "customers.organisations.save", allow: [.agents], "Add or change an organisation and its domains.",
        problems: noOrganisation.merging([
            "organisation.stale": "Somebody changed it since it was read.",
            "organisation.name": "A name has 1 to 200 characters.",
            "organisation.domain": "This is no domain, or everybody may have an address there.",
            "organisation.taken": "Another organisation has the domain.",
        ]) { $1 })
    package static let removeOrganisation = Call<ByID, Empty>(
        "customers.organisations.remove", allow: [.supervisors], "Remove an organisation nobody was put into.",
        problems: noOrganisation.merging(["organisation.in_use": "Customers were put into it by hand."]) { $1 })
    package static let members = Call<ListMembers, Page<Customer>>(
        "customers.organisations.members", allow: .staff, "The contacts of an organisation.", problems: noOrganisation)
    package static let sharing = Call<ByID, TicketSharing>(
        "customers.sharing", allow: .staff, "Whose tickets a contact may see (row 98).", problems: noCustomer)

    static let identityProblems = [
        "identity.invalid": "This is no address of its kind.",
        "identity.blocked": "The value stands for nobody in particular.",
        "identity.taken": "Somebody else has it.",
    ]
    private static let addressProblems = noCustomer.merging([
        "identity.invalid": "This is no address of its kind.",
        "identity.blocked": "The value stands for nobody in particular.",
    ]) { $1 }
    private static let noAddress = ["identity.not_found": "The customer has no such address."]
    private static let noOrganisation = ["organisation.not_found": "There is no such organisation."]
    private static let joinProblems = noCustomer.merging([
        "customer.same": "The two are one already.",
        "merge.strong": "Both have ids of their own in the house's systems: say that you are sure.",
        "merge.too_many": "Two hundred records stand for one person at most.",
    ]) { $1 }
}
