internal import Base
internal import Contracts

extension RouteTable {
    static let customerRoutes: [Route] = profileRoutes + identityRoutes + organisationRoutes

    private static let profileRoutes: [Route] = [
        .call("GET", "/customers", CustomersAPI.list, .page, query: ["search", "tier", "tag"]),
        .call("POST", "/customers", CustomersAPI.create, .created),
        .call("GET", "/customers/{id}", CustomersAPI.get),
        .call("PATCH", "/customers/{id}", CustomersAPI.update),
        .call("GET", "/customers/{customer}/timeline", CustomersAPI.timeline, .page, query: ["channel"]),
    ]

    private static let identityRoutes: [Route] = [
        .call("POST", "/customers/resolutions", CustomersAPI.resolve),
        .addIdentity,
        .call("POST", "/customers/{customer}/identity-proofs", CustomersAPI.verifyIdentity),
        .call("DELETE", "/customers/{customer}/identities/{kind}/{value}", CustomersAPI.removeIdentity, .nothing),
        .call("GET", "/identity-rules", CustomersAPI.identityRules),
        .call("PUT", "/identity-rules", CustomersAPI.saveIdentityRules, defaults: ["version": 0]),
        .call("POST", "/visitors/{visitor}/promotion", CustomersAPI.promote),
        .call("GET", "/widget-secret", CustomersAPI.widgetSecret),
        .call("POST", "/widget-secret/renewal", CustomersAPI.renewWidgetSecret),
        .call("POST", "/customers/{survivor}/joins", CustomersAPI.join, .created),
        .call("POST", "/customers/{survivor}/join-previews", CustomersAPI.previewJoin),
        .call("GET", "/customers/{customer}/merges", CustomersAPI.merges, .page),
        .call("POST", "/customer-merges/{id}/undo", CustomersAPI.undoJoin),
        .call("GET", "/customer-duplicates", CustomersAPI.duplicates, .page),
        .call("DELETE", "/customer-duplicates/{id}", CustomersAPI.dismissDuplicate, .nothing),
    ]

    private static let organisationRoutes: [Route] = [
        .call("GET", "/organisations", CustomersAPI.organisations, .page),
        .call(
            "POST", "/organisations", CustomersAPI.saveOrganisation, .created, operation: "customers.organisations.add",
            defaults: ["id": "", "domains": [], "version": 0]),
        .call("GET", "/organisations/{id}", CustomersAPI.organisation),
        .call(
            "PUT", "/organisations/{id}", CustomersAPI.saveOrganisation, defaults: ["domains": [], "version": 0]),
        .call("DELETE", "/organisations/{id}", CustomersAPI.removeOrganisation, .nothing),
        .call("GET", "/organisations/{organisation}/members", CustomersAPI.members, .page),
        .call("GET", "/customers/{id}/ticket-sharing", CustomersAPI.sharing),
    ]
}
