internal import Base
package import Contracts
internal import Store

extension Desk {
    /// Follows the channels service: what became of an outgoing message.
    package func followChannels(_ event: Event) throws {
        switch event.type {
        case ChannelsAPI.delivered.name: try report(event.decode(ChannelsAPI.delivered), .sent)
        case ChannelsAPI.failed.name: try report(event.decode(ChannelsAPI.failed), .failed)
        default: return
        }
    }

    private func report(_ report: DeliveryReport, _ state: Delivery.State) throws {
        if let side = try tx.sideMessage(report.message) { return try self.report(report, state, on: side) }
        guard var message = try tx.message(report.message), message.kind == .reply,
            let ticket = try find(message.ticket)
        else { return }
        message.externalID = report.externalID ?? message.externalID
        // A bounce is the last word on a message, also when the report of its sending comes after it.
        if message.delivery?.state != .bounced {
            message.delivery = Delivery(state: state, at: now, error: report.error)
        }
        var work = try take(ticket)
        work.deliver(message)
        try save(work)
    }

    /// Follows the customers service: names and tiers on tickets that are not closed; joined records on all; who
    /// is forgotten there is forgotten here.
    package func followCustomers(_ event: Event) throws {
        switch event.type {
        case CustomersAPI.changed.name:
            let customer = try event.decode(CustomersAPI.changed).customer
            try tx.put(customer)
            try refresh(try tx.tickets(of: customer.id, closed: false), customer)
        case CustomersAPI.joined.name:
            let data = try event.decode(CustomersAPI.joined)
            guard let loser = data.loser else { return }
            try tx.put(data.customer)
            try tx.put(data.customer, standsFor: loser)
            // Each round takes up to 1,000 tickets away from the loser.
            var tickets = try tx.tickets(of: loser, closed: true)
            while !tickets.isEmpty {
                try refresh(tickets, data.customer)
                tickets = try tx.tickets(of: loser, closed: true)
            }
            // The survivor may have got the loser's tier.
            try refresh(try tx.tickets(of: data.customer.id, closed: false), data.customer)
        case CustomersAPI.separated.name:
            let data = try event.decode(CustomersAPI.separated)
            try tx.put(data.customer)
            try refresh(try (data.tickets ?? []).compactMap { try tx.ticket($0) }, data.customer)
        case CustomersAPI.erased.name: try forget(event.decode(CustomersAPI.erased))
        default: return
        }
    }

    private func refresh(_ tickets: [Ticket], _ customer: Customer) throws {
        for ticket in tickets {
            var work = try take(ticket)
            let requester = Requester(
                id: customer.id, name: customer.name, tier: customer.tier.rawValue, address: ticket.requester.address)
            work.changeRequester(requester)
            try save(work)
        }
    }
}

extension Desk {
    /// The requester as the customers service last said: what a channel brings along was asked for earlier, and the
    /// customer may have got another name or tier since, or have turned out to be somebody else.
    func current(_ requester: Requester) throws -> Requester {
        var known = requester
        var id = requester.id
        // Each step is a record that became an alias.
        for _ in 0..<64 {
            guard let row = try tx.first("SELECT name, tier, survivor FROM requesters WHERE id = \(id)") else { break }
            let survivor = try row.optionalString("survivor")
            (known.id, known.name, known.tier) = (survivor ?? id, try row.string("name"), try row.string("tier"))
            guard let survivor else { break }
            id = survivor
        }
        return known
    }
}

extension Transaction {
    /// Keeps what a customer is called, or what an alias of them is called now.
    fileprivate func put(_ customer: Customer, standsFor alias: String? = nil) throws {
        let survivor = alias == nil ? nil : customer.id
        try execute(
            """
            INSERT INTO requesters (id, name, tier, survivor)
            VALUES (\(alias ?? customer.id), \(customer.name), \(customer.tier), \(survivor))
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, tier = excluded.tier, survivor = excluded.survivor
            """)
    }
}
