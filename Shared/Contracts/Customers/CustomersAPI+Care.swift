/// Being careful with people: consent, quiet hours; files of customers.
extension CustomersAPI {
    package static let preferences = Call<ByID, ContactPreferences>(
        "customers.preferences", allow: .staff, "How a customer wants to be written to.", problems: noCustomer)
    package static let saveConsent = Call<SaveConsent, ContactPreferences>(
        "customers.consents.save", allow: [.agents, .services], "A customer gave or withdrew consent.",
        problems: noCustomer.merging(["consent.invalid": "Say how it is known; it cannot be in the future."]) { $1 })
    package static let saveQuietHours = Call<SaveQuietHours, ContactPreferences>(
        "customers.quiet.save", allow: [.agents, .services], "The hours in which a customer is left alone.",
        problems: noCustomer.merging(noHours) { $1 })
    package static let outreachRules = Call<Empty, OutreachRules>(
        "customers.outreach.rules", allow: .staff, "The rules for writing to customers who did not ask.")
    package static let saveOutreachRules = Call<OutreachRules, OutreachRules>(
        "customers.outreach.rules.save", allow: .admins, "Change the rules for writing to customers who did not ask.",
        problems: noHours.merging([
            "outreach.caps": "0 to 100 a day, not more than in a week.", "outreach.stale": "Somebody changed it since.",
        ]) { $1 })
    package static let askOutreach = Call<AskOutreach, OutreachVerdict>(
        "customers.outreach.ask", allow: .staff, "Whether a message may go to a customer now.", problems: noCustomer)
    package static let claimOutreach = Call<AskOutreach, OutreachVerdict>(
        "customers.outreach.claim", allow: [.agents, .rules, .services],
        "The same, and if it may it counts: ask before each message.", problems: noCustomer)

    package static let startImport = Call<StartCustomerImport, CustomerImport>(
        "customers.imports.start", allow: [.admins], "Read a file of customers; goes on by itself.",
        problems: [
            "import.blob": "There is no such file, or it is empty.",
            "import.columns": "A named column is not in the file, or none is an address.",
            "import.encoding": "The header is neither UTF-8 nor GB 18030.",
            "import.workbook": "The workbook is damaged, locked, or too large when it is unpacked.",
        ])
    package static let lookAtImport = Call<ByBlob, ImportLook>(
        "customers.imports.look", allow: [.admins], "What a file of customers seems to be; nothing is read of it yet.",
        problems: [
            "import.blob": "There is no such file, or it is empty.", "import.columns": "The file has no header line.",
            "import.encoding": "The header is neither UTF-8 nor GB 18030.",
            "import.workbook": "The workbook is damaged, locked, or too large when it is unpacked.",
        ])
    package static let customerImports = Call<PageRequest, Page<CustomerImport>>(
        "customers.imports", allow: .staff, "Files of customers that were read, newest first.")
    package static let startExport = Call<StartCustomerExport, CustomerExport>(
        "customers.exports.start", allow: [.supervisors], "Make a file of customers; goes on by itself.",
        problems: [
            "segment.not_found": "There is no such segment.",
            "export.choice": "Name a segment, or words, a tier and a tag.",
            "page.cursor": "The cursor is not one of ours.",
        ])
    package static let customerExport = Call<ByID, CustomerExport>(
        "customers.exports.get", allow: [.supervisors], "How far the making of a file is.",
        problems: ["export.not_found": "There is no such export."])
    package static let exported = EventType<CustomerExport>("moat.customers.exported")
    package static let customerImport = Call<ByID, CustomerImport>(
        "customers.imports.get", allow: .staff, "How far the reading of a file is.", problems: noImport)
    package static let customerImportErrors = Call<ListImportErrors, Page<ImportError>>(
        "customers.imports.errors", allow: .staff, "Rows that were refused or doubled, the first 10,000.",
        problems: noImport)

    package static let export = Call<ByID, PersonExport>(
        "customers.export", allow: [.supervisors, .services], "Everything this service knows of one person (row 111).",
        problems: noCustomer)
    package static let erase = Call<EraseCustomer, Erasure>(
        "customers.erase", allow: [.admins], "Forget one person; numbers stay (row 111).",
        problems: noCustomer.merging(["erasure.confirm": "Say that you are sure."]) { $1 })
    package static let erased = EventType<Erasure>("moat.customers.erased")

    private static let noHours = ["quiet.invalid": "Times are HH:MM, the zone an IANA name."]
}
