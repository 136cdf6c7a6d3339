/// What other systems know of customers.
extension CustomersAPI {
    package static let factTypes = Call<Empty, Page<FactType>>(
        "customers.facts.types", allow: .staff, "The kinds of facts that the house keeps.")
    package static let saveFactType = Call<FactType, FactType>(
        "customers.facts.types.save", allow: .admins, "Add or change a kind of fact and the schema of its data.",
        problems: [
            "fact_type.invalid": "The id, the name or a named member is wrong.",
            "fact_type.schema": "The schema uses what is not understood; the place is named.",
            "fact_type.stale": "Somebody changed it since it was read.",
            "fact_type.too_many": "There are a hundred kinds already.",
        ])
    package static let removeFactType = Call<ByID, Empty>(
        "customers.facts.types.remove", allow: .admins, "Remove a kind of which there is no fact.",
        problems: [
            "fact_type.not_found": "There is no such kind.", "fact_type.in_use": "There are facts or tags of the kind.",
        ])
    package static let recordFact = Call<RecordFact, Fact>(
        "customers.facts.record", allow: [.agents, .services],
        "Tell a fact; told again it is the same fact (row 97).", problems: factProblems)
    package static let facts = Call<ListFacts, Page<Fact>>(
        "customers.facts", allow: .staff, "The facts of a customer, newest first.", problems: noCustomer)
    package static let startFactImport = Call<StartFactImport, FactImport>(
        "customers.facts.imports.start", allow: [.supervisors, .services],
        "Read a file of facts, one a line; goes on by itself.",
        problems: ["import.blob": "There is no such file, or it is empty."])
    package static let factImport = Call<ByID, FactImport>(
        "customers.facts.imports.get", allow: .staff, "How far the reading of a file is.", problems: noImport)
    package static let factImportErrors = Call<ListImportErrors, Page<ImportError>>(
        "customers.facts.imports.errors", allow: .staff, "The lines that could not be taken, the first 10,000.",
        problems: noImport)

    static let noImport = ["import.not_found": "There is no such import."]
    private static let factProblems = noCustomer.merging([
        "fact.type": "There is no such kind of fact.",
        "fact.invalid": "Source or id are missing or too long, or the data are too large.",
        "fact.schema": "The data do not fit the schema; the places are named.",
        "fact.future": "It will happen more than a day from now.",
        "fact.different": "It was told before and said something else: a correction has a higher revision.",
        "identity.invalid": "The customer's address is none.", "identity.blocked": "The address stands for nobody.",
    ]) { $1 }
}
