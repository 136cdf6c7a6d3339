internal import Base
internal import Contracts
internal import HTTP
internal import Store

/// Looks into IMAP mailboxes, each by a timer of its own, so that of all copies of the service one at a time has its
/// turn. A mail counts as taken when it is kept in our store: the mailbox's position moves in that transaction, so a
/// crash at any line neither loses nor doubles a mail.
struct MailboxPoller: Sendable {
    static let timerKind = "mailbox"
    private static let pauseDefault = 30
    /// Mails taken from one mailbox in a turn.
    private static let turnMaximum = 100

    let store: Store
    let time: any TimeSource
    let inbox: IntakeCalls
    let log: Log

    /// Lets every mailbox have its turn that nobody has planned yet: at the start, and after a change of its channel.
    static func plan(_ tx: Transaction) throws {
        for channel in try ChannelTable.all(tx) where channel.isPolled {
            let isPlanned = try tx.timers(reference: channel.id).contains { $0.kind == timerKind }
            if !isPlanned { try tx.schedule(Timer(kind: timerKind, reference: channel.id, due: tx.now)) }
        }
    }

    /// A mailbox's turn; the next one follows, as long as the channel is polled at all.
    func fire(_ timer: Timer) async throws {
        guard let channel = try await channel(timer.reference) else { return }
        await poll(channel)
        try await store.write { tx in
            // As it is now: it may have been changed or switched off meanwhile.
            guard let channel = try ChannelTable.channel(timer.reference, tx), channel.isPolled else { return }
            let pause = max(1, channel.mail?.pollSeconds ?? MailboxPoller.pauseDefault)
            try tx.schedule(Timer(kind: MailboxPoller.timerKind, reference: channel.id, due: tx.now + .seconds(pause)))
        }
    }

    private func channel(_ id: String) async throws -> ChannelSettings? {
        guard let channel = try await store.read({ try ChannelTable.channel(id, $0) }), channel.isPolled else {
            return nil
        }
        return channel
    }

    /// One look into one mailbox; trouble is noted at the channel and tried again at the next look.
    private func poll(_ channel: ChannelSettings) async {
        var problem: String?
        do {
            try await take(from: channel)
        } catch is CancellationError {
            return
        } catch {
            problem = "\(error)"
            log.warning("mailbox not read", ["channel": .string(channel.id), "error": .string("\(error)")])
        }
        guard problem != channel.problem || channel.checkedAt == nil else { return }
        let found = problem
        try? await store.write { try ChannelTable.note(found, of: channel.id, $0) }
    }

    private func take(from channel: ChannelSettings) async throws {
        guard let settings = channel.mail, let server = settings.imapServer else { return }
        let folder = settings.folder ?? "INBOX"
        let client = try IMAPClient(server)
        let known = try await store.read { db in
            try db.first("SELECT uid_validity, last_uid FROM mailboxes WHERE channel = \(channel.id)")
                .map { (try $0.int("uid_validity"), try $0.int("last_uid")) }
        }
        var listing = try await client.list(folder, after: known?.1 ?? 0)
        if let known, known.0 != listing.uidValidity {
            // The server renumbered: look at everything again; what is known is recognised by its Message-ID.
            listing = try await client.list(folder, after: 0)
        }
        let validity = listing.uidValidity
        for uid in listing.uids.prefix(MailboxPoller.turnMaximum) {
            guard let raw = try await fetch(uid, client, folder, validity) else { continue }
            let blob = try await store.blobs.put(raw)
            _ = try await inbox.keepMail(blob: blob, channel: channel.id, recipient: nil) { tx in
                try tx.execute(
                    """
                    INSERT INTO mailboxes (channel, uid_validity, last_uid) VALUES (\(channel.id), \(validity), \(uid))
                    ON CONFLICT (channel) DO UPDATE SET uid_validity = excluded.uid_validity,
                        last_uid = CASE
                            WHEN mailboxes.uid_validity = excluded.uid_validity
                                AND mailboxes.last_uid > excluded.last_uid THEN mailboxes.last_uid
                            ELSE excluded.last_uid END
                    """)
            }
        }
    }

    /// A mail that is too large to be taken must not stop those behind it: a notice comes in its place.
    private func fetch(_ uid: Int, _ client: IMAPClient, _ folder: String, _ validity: Int) async throws -> [UInt8]? {
        do {
            return try await client.fetch(uid, in: folder, uidValidity: validity)
        } catch let error as HTTPError where error.code == .tooLarge {
            log.error("mail too large", ["uid": .int(Int64(uid))])
            let notice =
                "Message-ID: <too-large.\(validity).\(uid)@moat.synthetic>\r\nSubject: A mail is too large\r\n\r\n"
                + "A mail of more than 50 MiB was left in the mailbox (\(folder), UID \(uid))."
            return Array(notice.utf8)
        }
    }
}

extension ChannelSettings {
    /// Its mailbox is looked into.
    var isPolled: Bool { enabled && kind == .mail && mail?.imapServer != nil }
}
