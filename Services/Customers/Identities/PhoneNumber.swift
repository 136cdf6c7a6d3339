internal import Base
internal import Contracts

/// Telephone numbers as E.164 knows them: facts of the common countries (ITU E.164 and national plans), no more. A
/// number of a country that is not listed is taken when it has 7 to 15 digits.
enum PhoneNumber {
    /// One country: its code, what is dialled before a number inside it, and how many digits a number has without that.
    struct Country: Sendable {
        let name: String
        let code: String
        let trunk: String?
        let lengths: ClosedRange<Int>

        init(_ name: String, _ code: String, _ trunk: String?, _ lengths: ClosedRange<Int>) {
            (self.name, self.code, self.trunk, self.lengths) = (name, code, trunk, lengths)
        }
    }

    static let countries: [Country] = [
        Country("CN", "86", "0", 9...11), Country("HK", "852", nil, 8...8), Country("MO", "853", nil, 8...8),
        Country("TW", "886", "0", 8...9), Country("JP", "81", "0", 9...10), Country("KR", "82", "0", 8...10),
        Country("SG", "65", nil, 8...8), Country("MY", "60", "0", 8...10), Country("TH", "66", "0", 8...9),
        Country("VN", "84", "0", 9...10), Country("ID", "62", "0", 8...12), Country("PH", "63", "0", 8...10),
        Country("IN", "91", "0", 10...10), Country("AU", "61", "0", 9...9), Country("NZ", "64", "0", 8...10),
        Country("US", "1", "1", 10...10), Country("CA", "1", "1", 10...10), Country("GB", "44", "0", 9...10),
        Country("IE", "353", "0", 7...9), Country("DE", "49", "0", 6...13), Country("FR", "33", "0", 9...9),
        Country("IT", "39", nil, 6...11), Country("ES", "34", nil, 9...9), Country("PT", "351", nil, 9...9),
        Country("NL", "31", "0", 9...9), Country("BE", "32", "0", 8...9), Country("CH", "41", "0", 9...9),
        Country("AT", "43", "0", 4...13), Country("SE", "46", "0", 7...10), Country("NO", "47", nil, 8...8),
        Country("DK", "45", nil, 8...8), Country("FI", "358", "0", 5...12), Country("PL", "48", nil, 9...9),
        Country("CZ", "420", nil, 9...9), Country("HU", "36", "06", 8...9), Country("GR", "30", nil, 10...10),
        Country("TR", "90", "0", 10...10), Country("RU", "7", "8", 10...10), Country("UA", "380", "0", 9...9),
        Country("AE", "971", "0", 8...9), Country("SA", "966", "0", 8...9), Country("IL", "972", "0", 8...9),
        Country("ZA", "27", "0", 9...9), Country("EG", "20", "0", 8...10), Country("NG", "234", "0", 7...10),
        Country("KE", "254", "0", 9...9), Country("BR", "55", "0", 10...11), Country("MX", "52", nil, 10...10),
        Country("AR", "54", "0", 10...11), Country("CL", "56", nil, 9...9), Country("CO", "57", nil, 10...10),
    ]

    /// A number as somebody typed it, in E.164; `country` is the one of numbers that do not say. Throws a 422
    /// `identity.invalid`.
    static func normalised(_ typed: String, country: String) throws -> String {
        var text = folded(typed)
        let isInternational = text.hasPrefix("+") || text.hasPrefix("00")
        // "+44 (0)20 …": the zero is for callers inside the country.
        if isInternational { text = text.replacing("(0)", with: "") }
        let digits = text.filter { $0.isASCII && $0.isNumber }
        let rest = text.filter { !($0.isASCII && $0.isNumber) }
        guard rest.allSatisfy({ " +-().\u{00A0}".contains($0) }), !text.dropFirst().contains("+") else {
            throw invalid("A phone number holds digits, spaces, dashes and a leading +.")
        }
        guard !isInternational else {
            return try international(text.hasPrefix("+") ? digits : String(digits.dropFirst(2)))
        }
        guard let home = countries.first(where: { $0.name == country }) else {
            throw invalid("A phone number begins with + and its country code.")
        }
        // Somebody left the + out: "86 138 0013 8000" is too long for a number at home.
        if digits.hasPrefix(home.code), digits.count > home.lengths.upperBound { return try international(digits) }
        return "+" + home.code + (try national(digits, home))
    }

    /// Full-width digits and signs, as Chinese keyboards write them, become plain ones.
    private static func folded(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    guard (0xFF01...0xFF5E).contains(scalar.value) else { return scalar }
                    return Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
                }))
    }

    private static func international(_ digits: String) throws -> String {
        let country = countries.filter { digits.hasPrefix($0.code) }.max { $0.code.count < $1.code.count }
        guard let country else {
            guard (7...15).contains(digits.count), !digits.hasPrefix("0") else {
                throw invalid("A phone number has 7 to 15 digits with its country code.")
            }
            return "+" + digits
        }
        return "+" + country.code + (try national(String(digits.dropFirst(country.code.count)), country))
    }

    private static func national(_ digits: String, _ country: Country) throws -> String {
        var number = digits
        if let trunk = country.trunk, number.hasPrefix(trunk), number.count > country.lengths.lowerBound {
            number = String(number.dropFirst(trunk.count))
        }
        guard country.lengths.contains(number.count), country.code.count + number.count <= 15 else {
            throw invalid("A number of \(country.name) has \(country.lengths) digits after its country code.")
        }
        // Mobile numbers begin with 13 to 19 and have eleven digits; Beijing's area code is 10.
        if country.name == "CN", number.hasPrefix("1"), !number.hasPrefix("10") {
            guard number.count == 11, let second = number.dropFirst().first, ("3"..."9").contains(second) else {
                throw invalid("A mobile number of China has 11 digits and begins with 13 to 19.")
            }
        }
        return number
    }

    private static func invalid(_ detail: String) -> Problem { .invalid("identity.invalid", detail) }
}
