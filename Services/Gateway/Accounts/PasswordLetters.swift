internal import Base
internal import Contracts
internal import Crypto
internal import ServiceKit
internal import Store

/// Links by mail with which people choose a password: an invitation, or when it was forgotten.
struct PasswordLetters: Sendable {
    let store: Store
    let time: any TimeSource
    let caller: BusCaller
    let company: String
    let publicURL: String
    let language: String

    enum Reason: Sendable { case invited, forgotten }

    private static let purpose = "password"
    private static func lifetime(_ reason: Reason) -> Instant.Span { reason == .invited ? .days(3) : .hours(1) }

    /// Writes the letter; the channels service sends it.
    func send(to account: Account, _ reason: Reason) async throws {
        let token = SecureRandom.token(bytes: 24)
        let expires = time.now() + PasswordLetters.lifetime(reason)
        try await store.write { tx in
            try tx.execute("DELETE FROM links WHERE expires_at < \(tx.now)")
            // A new link ends those before.
            try tx.execute("DELETE FROM links WHERE account = \(account.id) AND purpose = \(PasswordLetters.purpose)")
            try tx.execute(
                """
                INSERT INTO links (token, account, expires_at, purpose) VALUES
                (\(Sessions.hash(token)), \(account.id), \(expires), \(PasswordLetters.purpose))
                """)
        }
        let link = "\(publicURL)/sign-in?choose=\(token)"
        let letter = SendLetter(
            to: account.email, name: account.name, subject: subject(account, reason), text: text(account, reason, link))
        _ = try await caller.call(
            ChannelsAPI.sendLetter, letter, as: .service(GatewayAPI.service),
            CallOptions(idempotencyKey: Sessions.hash(token)))
    }

    /// Whoever asks hears nothing about who has an account.
    func forgotten(_ email: String) async throws {
        let known = try await store.read { try AccountTable.account(email: email, $0) }
        guard let account = known?.account, account.active else { return }
        try await send(to: account, .forgotten)
    }

    /// The account of a link that is not over; the link is used up. All its sessions end.
    func choose(_ token: String, _ password: String, _ sessions: Sessions) async throws -> Account {
        let hash = Sessions.hash(token)
        let account = try await store.read { db -> Account? in
            let row = try db.first(
                """
                SELECT account, expires_at FROM links WHERE token = \(hash) AND purpose = \(PasswordLetters.purpose)
                """)
            guard let row, try row.instant("expires_at") > db.now else { return nil }
            return try AccountTable.account(row.string("account"), db)
        }
        guard let account, account.active else {
            throw Problem(
                status: 401, code: "auth.link", title: "Unauthorized",
                detail: "This link was used already or is too old: ask for a new one.")
        }
        try await sessions.setPassword(account, password)
        try await store.write { tx in
            try tx.execute("DELETE FROM links WHERE token = \(hash)")
            try tx.execute("DELETE FROM sessions WHERE account = \(account.id)")
            try tx.execute("DELETE FROM sign_in_failures WHERE email = \(account.email.lowercased())")
        }
        return account
    }

    private func isChinese(_ account: Account) -> Bool { (account.language ?? language) == "zh" }

    private func subject(_ account: Account, _ reason: Reason) -> String {
        switch (reason, isChinese(account)) {
        case (.invited, true): "邀请您加入 \(company)"
        case (.invited, false): "You are invited to \(company)"
        case (.forgotten, true): "重设您的 \(company) 密码"
        case (.forgotten, false): "Choose a new password for \(company)"
        }
    }

    private func text(_ account: Account, _ reason: Reason, _ link: String) -> String {
        switch (reason, isChinese(account)) {
        case (.invited, true): "\(account.name)，您好：\n\n请打开下面的链接设置密码（三天内有效）：\n\(link)\n"
        case (.invited, false):
            "Hello \(account.name),\n\nchoose your password with this link, within three days:\n\(link)\n"
        case (.forgotten, true): "\(account.name)，您好：\n\n请打开下面的链接重设密码（一小时内有效）。如果不是您本人的请求，请忽略此邮件。\n\(link)\n"
        case (.forgotten, false):
            "Hello \(account.name),\n\nchoose a new password with this link, within an hour. If you did not ask for "
                + "it, do nothing.\n\(link)\n"
        }
    }
}
