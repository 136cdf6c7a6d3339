import Contracts

extension Catalogue {
    /// Coupons, what people and other systems put to customers, files.
    static let papers: [CallSample] = [
        CallSample(CustomersAPI.self, CustomersAPI.issueCoupon),
        CallSample(CustomersAPI.self, CustomersAPI.coupons),
        CallSample(CustomersAPI.self, CustomersAPI.coupon),
        CallSample(CustomersAPI.self, CustomersAPI.redeemCoupon),
        CallSample(CustomersAPI.self, CustomersAPI.revokeCoupon),
        CallSample(CustomersAPI.self, CustomersAPI.notes),
        CallSample(CustomersAPI.self, CustomersAPI.addNote),
        CallSample(CustomersAPI.self, CustomersAPI.editNote),
        CallSample(CustomersAPI.self, CustomersAPI.removeNote),
        CallSample(CustomersAPI.self, CustomersAPI.files),
        CallSample(CustomersAPI.self, CustomersAPI.addFile),
        CallSample(CustomersAPI.self, CustomersAPI.file),
        CallSample(CustomersAPI.self, CustomersAPI.removeFile),
        CallSample(CustomersAPI.self, CustomersAPI.attributeFields),
        CallSample(CustomersAPI.self, CustomersAPI.saveAttributeField),
        CallSample(CustomersAPI.self, CustomersAPI.removeAttributeField),
        CallSample(CustomersAPI.self, CustomersAPI.attributes),
        CallSample(CustomersAPI.self, CustomersAPI.saveAttributes),
        CallSample(CustomersAPI.self, CustomersAPI.revealAttribute),
        CallSample(CustomersAPI.self, CustomersAPI.fieldSources),
        CallSample(CustomersAPI.self, CustomersAPI.saveFieldSources),
        CallSample(CustomersAPI.self, CustomersAPI.sync),
        CallSample(CustomersAPI.self, CustomersAPI.conflicts),
        CallSample(CustomersAPI.self, CustomersAPI.resolveConflict),
        CallSample(CustomersAPI.self, CustomersAPI.changes),
        CallSample(CustomersAPI.self, CustomersAPI.lookAtImport),
        CallSample(CustomersAPI.self, CustomersAPI.customerImports),
        CallSample(CustomersAPI.self, CustomersAPI.startExport),
        CallSample(CustomersAPI.self, CustomersAPI.customerExport),
        CallSample(CustomersAPI.self, CustomersAPI.promoteSelf),
        CallSample(CustomersAPI.self, CustomersAPI.segmentMoves),
    ]
}
