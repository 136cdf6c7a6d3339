internal import Base

extension Example {
    /// Signing in, and one's own account.
    static let session: [Example] = [
        Example(
            "session.open", body: ["email": "anna@shop.example", "password": "correct horse battery"],
            keeps: ["me": "account.id"]),
        Example("session.forgotten", body: ["email": "anna@shop.example"]),
        Example("session.view", body: ["role": "agent"]),
        Example("session.view.end"),
    ]
}
