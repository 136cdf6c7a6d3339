internal import Base
internal import Contracts

/// A coupon somebody wants to issue, tidy and within bounds.
struct CouponDraft: Hashable, Sendable {
    private static let textMaximum = 200
    private static let codeLetters = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

    var request: IssueCoupon

    /// Throws 422 `coupon.invalid`.
    init(_ request: IssueCoupon, now: Instant) throws {
        var clean = request
        clean.name = request.name.trimmingWhitespace()
        clean.campaign = CouponDraft.tidy(request.campaign)
        clean.reference = CouponDraft.tidy(request.reference)
        clean.currency = CouponDraft.tidy(request.currency)?.uppercased()
        clean.code = CouponDraft.tidy(request.code).map(CouponDraft.spelled)
        let texts = [clean.name, clean.campaign ?? "", clean.reference ?? ""]
        guard !clean.name.isEmpty, texts.allSatisfy({ $0.count <= CouponDraft.textMaximum }) else {
            throw CouponDraft.wrong("name", "Name, campaign and reference have 200 characters at most.")
        }
        let highest = request.unit == .percent ? 100 : 1_000_000_000.0
        guard request.value.isFinite, request.value > 0, request.value <= highest else {
            throw CouponDraft.wrong("value", "A value is more than 0; of percent at most 100.")
        }
        let isCurrency = clean.currency.map { $0.utf8.count == 3 && $0.utf8.allSatisfy { (65...90).contains($0) } }
        guard request.unit == .amount ? isCurrency == true : clean.currency == nil else {
            throw CouponDraft.wrong("currency", "An amount has a currency of three letters, nothing else has one.")
        }
        guard clean.code.map(CouponDraft.isCode) ?? true else {
            throw CouponDraft.wrong("code", "A code has 4 to 40 letters, digits and dashes.")
        }
        guard request.expiresAt.map({ $0 > now }) ?? true else {
            throw CouponDraft.wrong("expiresAt", "It would be worth nothing already.")
        }
        self.request = clean
    }

    /// Codes are said at the till: case and blanks do not matter.
    static func spelled(_ code: String) -> String { code.uppercased().filter { !$0.isWhitespace } }

    /// Sixty random bits of an identifier, in letters that are not taken for each other.
    static func code(from identifier: String) -> String {
        let digits = identifier.filter(\.isHexDigit).suffix(15)
        var (number, code) = (UInt64(digits, radix: 16) ?? 0, "")
        for place in 0..<12 {
            if place > 0, place.isMultiple(of: 4) { code.append("-") }
            code.append(codeLetters[Int(number & 31)])
            number >>= 5
        }
        return code
    }

    private static func isCode(_ code: String) -> Bool {
        (4...40).contains(code.utf8.count)
            && code.utf8.allSatisfy { (65...90).contains($0) || (48...57).contains($0) || $0 == 45 }
    }

    private static func tidy(_ text: String?) -> String? {
        guard let text = text?.trimmingWhitespace(), !text.isEmpty else { return nil }
        return text
    }

    private static func wrong(_ member: String, _ detail: String) -> Problem {
        .invalid("coupon.invalid", detail, errors: [.init(pointer: "#/\(member)", code: "invalid", detail: detail)])
    }
}

extension Coupon {
    /// What is promised: two with the same are the same.
    func promises(_ draft: CouponDraft) -> Bool {
        let other = draft.request
        return name == other.name && unit == other.unit && value == other.value && currency == other.currency
            && campaign == other.campaign && (other.code.map { $0 == code } ?? true) && expiresAt == other.expiresAt
    }

    /// It is used for an order; the same order again changes nothing. Throws 409.
    mutating func redeem(for order: String, now: Instant) throws {
        switch state {
        case .redeemed where self.order == order: return
        case .redeemed: throw Problem.conflict("coupon.redeemed", "It was used for another order.")
        case .revoked: throw Problem.conflict("coupon.revoked", "It was taken back.")
        case .expired: throw Problem.conflict("coupon.expired", "Its time is over.")
        case .issued where expiresAt.map({ $0 <= now }) ?? false:
            // The timer has not come to it yet.
            throw Problem.conflict("coupon.expired", "Its time is over.")
        case .issued: (state, self.order, endedAt) = (.redeemed, order, now)
        }
    }

    /// It is taken back; again changes nothing. Throws 409 when it was used or has expired.
    mutating func revoke(now: Instant) throws {
        guard state != .revoked else { return }
        guard state == .issued else { throw Problem.conflict("coupon.ended", "It was used, or its time is over.") }
        (state, endedAt) = (.revoked, now)
    }
}
