internal import Base
internal import Contracts

/// What is known of the demo's customers beside their records: the organisations they belong to, one who wrote from two
/// addresses, and what other systems tell.
extension DemoLoader {
    /// Everything is asked for again when the demo is loaded again, and is there already.
    func people(_ company: DemoCompany) async throws {
        try await organisations(company.customers.map(\.record))
        try await double(of: company.customers.map(\.record))
        try await facts(company)
        try await papers(company)
    }

    /// One for each company that two customers or more work for.
    private func organisations(_ customers: [Customer]) async throws {
        let known = Set(try await ask(CustomersAPI.organisations, PageRequest(limit: 100)).items.map(\.name))
        let contacts = Dictionary(grouping: customers.filter { $0.company != nil }, by: { $0.company ?? "" })
        let wanted = contacts.filter { $0.value.count > 1 && !known.contains($0.key) }.sorted { $0.key < $1.key }
        try await each("organisations", wanted) { name, contacts in
            let organisation = try await ask(
                CustomersAPI.saveOrganisation, CustomerOrganisation(id: "", name: name))
            for (index, contact) in contacts.enumerated() {
                // The first of them looks after the others' tickets.
                let update = UpdateCustomer(
                    id: contact.id, organisation: organisation.id, sharesTickets: index == 0 ? true : nil)
                _ = try await ask(CustomersAPI.update, update)
            }
        }
    }

    /// The first customer has written from another address once: joined, and it can be taken back.
    private func double(of customers: [Customer]) async throws {
        guard let customer = customers.first else { return }
        let record = Customer(
            id: customer.id + "-2", name: customer.name,
            identities: [Identity(kind: .email, value: "home.\(customer.id.suffix(6))@mail.example")],
            createdAt: customer.createdAt, updatedAt: customer.updatedAt)
        let brought = try await ask(CustomersAPI.bringIn, BringInCustomers(customers: [record]))
        guard brought.added == 1 else { return }
        _ = try await ask(CustomersAPI.join, JoinCustomers(survivor: customer.id, loser: record.id))
    }
}
