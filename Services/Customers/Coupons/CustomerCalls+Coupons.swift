internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

extension CustomerCalls {
    /// What answers the calls about coupons.
    func answerCoupons(on service: Service) {
        service.answer(CustomersAPI.issueCoupon) { request, context in
            try await work(context) { try $0.issue(request) }
        }
        service.answer(CustomersAPI.coupons) { request, _ in try await store.read { try $0.coupons(request) } }
        service.answer(CustomersAPI.coupon) { request, _ in try await store.read { try $0.coupon(request.code) } }
        service.answer(CustomersAPI.redeemCoupon) { request, context in
            try await work(context) { try $0.redeem(request) }
        }
        service.answer(CustomersAPI.revokeCoupon) { request, context in
            try await work(context) { try $0.revoke(request) }
        }
        let (identifiers, memo) = (identifiers, memo)
        service.onTimer(CustomerDesk.couponTimer) { timer, tx in
            let context = CallContext(caller: .service(CustomersAPI.service))
            try CustomerDesk(tx: tx, context: context, identifiers: identifiers, memo: memo).expire(timer.reference)
        }
    }
}
