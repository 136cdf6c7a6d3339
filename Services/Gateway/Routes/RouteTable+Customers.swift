internal import Base
internal import Contracts

extension RouteTable {
    static let customerRoutes: [Route] =
        profileRoutes + identityRoutes + organisationRoutes + factRoutes + segmentRoutes
        + careRoutes + couponRoutes + paperRoutes + syncRoutes + customerFileRoutes

    private static let profileRoutes: [Route] = [
        .call("GET", "/customers", CustomersAPI.list, .page, query: ["search", "tier", "tag"]),
        .call("POST", "/customers", CustomersAPI.create, .created),
        .call("GET", "/customers/{id}", CustomersAPI.get),
        .call("PATCH", "/customers/{id}", CustomersAPI.update),
        .call("GET", "/customers/{customer}/timeline", CustomersAPI.timeline, .page, query: ["channel", "kind"]),
        .call("GET", "/customers/{id}/card", CustomersAPI.card),
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

    private static let factRoutes: [Route] = [
        .call("GET", "/fact-types", CustomersAPI.factTypes, .page),
        .call(
            "PUT", "/fact-types/{id}", CustomersAPI.saveFactType,
            defaults: ["role": "other", "schema": ["type": "object"], "version": 0]),
        .call("DELETE", "/fact-types/{id}", CustomersAPI.removeFactType, .nothing),
        .call("POST", "/customers/{customer}/facts", CustomersAPI.recordFact, .created, defaults: ["data": [:]]),
        .call("GET", "/customers/{customer}/facts", CustomersAPI.facts, .page, query: ["type"]),
        .importFacts,
        .call("GET", "/fact-imports/{id}", CustomersAPI.factImport),
        .call("GET", "/fact-imports/{id}/errors", CustomersAPI.factImportErrors, .page),
    ]

    private static let segmentRoutes: [Route] = [
        .call("GET", "/computed-tags", CustomersAPI.computedTags, .page),
        .call("PUT", "/computed-tags/{id}", CustomersAPI.saveComputedTag, defaults: ["version": 0]),
        .call("DELETE", "/computed-tags/{id}", CustomersAPI.removeComputedTag, .nothing),
        .call("GET", "/customer-tags", CustomersAPI.tags, .page, query: ["unused"]),
        .call("PUT", "/customer-tags/{name}", CustomersAPI.saveTag, defaults: ["version": 0]),
        .call("DELETE", "/customer-tags/{name}", CustomersAPI.removeTag, .nothing),
        .call("POST", "/customer-tags/{name}/renaming", CustomersAPI.renameTag, .accepted),
        .call("GET", "/customer-tag-rules", CustomersAPI.tagRules),
        .call("PUT", "/customer-tag-rules", CustomersAPI.saveTagRules, defaults: ["version": 0]),
        .call("GET", "/segments", CustomersAPI.segments, .page),
        .call(
            "POST", "/segments", CustomersAPI.saveSegment, .created, operation: "customers.segments.add",
            defaults: ["id": "", "version": 0]),
        .call("POST", "/segments/trials", CustomersAPI.trySegment),
        .call("GET", "/segments/{id}", CustomersAPI.segment),
        .call("PUT", "/segments/{id}", CustomersAPI.saveSegment, defaults: ["version": 0]),
        .call("DELETE", "/segments/{id}", CustomersAPI.removeSegment, .nothing),
        .call("GET", "/segments/{segment}/members", CustomersAPI.segmentMembers, .page, query: ["at"]),
        .call("GET", "/segments/{segment}/moves", CustomersAPI.segmentMoves, .page),
        .call("GET", "/customer-fields", CustomersAPI.segmentFields),
        .call("GET", "/customers/{customer}/standing", CustomersAPI.standing, query: ["at"]),
        .call("GET", "/rfm", CustomersAPI.rfm),
        .call(
            "PUT", "/rfm", CustomersAPI.saveRFM,
            defaults: [
                "method": "quintiles", "months": 12, "recency": [180, 90, 45, 15], "frequency": [2, 3, 5, 10],
                "money": [100, 500, 1_000, 5_000], "version": 0,
            ]),
    ]

    private static let careRoutes: [Route] = [
        .call("GET", "/customers/{id}/preferences", CustomersAPI.preferences),
        .call("PUT", "/customers/{customer}/consents/{channel}", CustomersAPI.saveConsent),
        .call("PUT", "/customers/{customer}/quiet-hours", CustomersAPI.saveQuietHours),
        .call("GET", "/outreach-rules", CustomersAPI.outreachRules),
        .call("PUT", "/outreach-rules", CustomersAPI.saveOutreachRules, defaults: ["version": 0]),
        .call("POST", "/customers/{customer}/outreach-checks", CustomersAPI.askOutreach),
        .call("POST", "/customers/{customer}/outreach", CustomersAPI.claimOutreach),
        .personExport,
        .call("POST", "/customers/{id}/erasure", CustomersAPI.erase, defaults: ["confirm": false]),
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

    private static let customerFileRoutes: [Route] = [
        .customerFile,
        .call("POST", "/customer-imports", CustomersAPI.startImport, .accepted),
        .call("GET", "/customer-imports/{id}", CustomersAPI.customerImport),
        .call("GET", "/customer-imports/{id}/errors", CustomersAPI.customerImportErrors, .page),
        .call("GET", "/customer-imports", CustomersAPI.customerImports, .page),
        .call("POST", "/customer-imports/looks", CustomersAPI.lookAtImport),
        .call("POST", "/customer-exports", CustomersAPI.startExport, .accepted),
        .call("GET", "/customer-exports/{id}", CustomersAPI.customerExport),
        .customerExportFile,
    ]

    private static let couponRoutes: [Route] = [
        .call("GET", "/customers/{customer}/coupons", CustomersAPI.coupons, .page, query: ["state"]),
        .call("POST", "/customers/{customer}/coupons", CustomersAPI.issueCoupon, .created),
        .call("GET", "/coupons/{code}", CustomersAPI.coupon),
        .call("POST", "/coupons/{code}/redemption", CustomersAPI.redeemCoupon),
        .call("POST", "/coupons/{code}/revocation", CustomersAPI.revokeCoupon),
    ]

    private static let paperRoutes: [Route] = [
        .call("GET", "/customers/{customer}/notes", CustomersAPI.notes, .page),
        .call("POST", "/customers/{customer}/notes", CustomersAPI.addNote, .created),
        .call("PATCH", "/customer-notes/{id}", CustomersAPI.editNote),
        .call("DELETE", "/customer-notes/{id}", CustomersAPI.removeNote, .nothing),
        .call("GET", "/customers/{customer}/files", CustomersAPI.files, .page),
        .addCustomerPaper, .customerPaper,
        .call("DELETE", "/customer-papers/{id}", CustomersAPI.removeFile, .nothing),
        .call("GET", "/customer-attributes", CustomersAPI.attributeFields, .page),
        .call("PUT", "/customer-attributes/{id}", CustomersAPI.saveAttributeField, defaults: ["version": 0]),
        .call("DELETE", "/customer-attributes/{id}", CustomersAPI.removeAttributeField, .nothing),
        .call("GET", "/customers/{customer}/attributes", CustomersAPI.attributes, .page),
        .call("PATCH", "/customers/{customer}/attributes", CustomersAPI.saveAttributes, .page),
        .call("POST", "/customers/{customer}/attributes/{field}/reveal", CustomersAPI.revealAttribute),
    ]

    private static let syncRoutes: [Route] = [
        .call("GET", "/customer-sources", CustomersAPI.fieldSources),
        .call("PUT", "/customer-sources", CustomersAPI.saveFieldSources, defaults: ["version": 0]),
        .call("POST", "/customer-syncs", CustomersAPI.sync),
        .call("GET", "/customer-conflicts", CustomersAPI.conflicts, .page),
        .call("POST", "/customer-conflicts/{id}/resolution", CustomersAPI.resolveConflict),
        .call("GET", "/customer-changes", CustomersAPI.changes, query: ["after", "limit"]),
    ]
}
