internal import Base

extension Example {
    /// A second factor, another password, and out.
    static let leaving: [Example] = [
        Example("session.factor.begin", keeps: ["secret": "secret"]),
        Example("session.factor.confirm", body: ["code": "{code}"], keeps: ["recovery": "codes.0"]),
        Example("session.factor.codes", body: ["code": "{recovery}"], keeps: ["recovery": "codes.1"]),
        Example("session.factor.remove", body: ["code": "{recovery}"]),
        Example("session.password", body: ["current": "correct horse battery", "password": "a longer horse battery"]),
        Example("session.revoke", ["id": "others"]),
        Example("session.close"),
    ]
}
