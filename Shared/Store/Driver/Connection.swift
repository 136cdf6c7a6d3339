/// One connection of a database engine: the whole of what a driver must be able to do. Used by one thread at a time.
protocol Connection: AnyObject {
    /// Runs a statement and gives all its rows.
    func rows(_ sql: SQL) throws(StoreError) -> [Row]
    /// Runs a statement and gives the number of rows it changed.
    func execute(_ sql: SQL) throws(StoreError) -> Int
    /// Runs several statements without binds, separated by semicolons.
    func script(_ text: String) throws(StoreError)

    /// Starts a transaction that holds the store's write lock, which all copies of a service share: what a closure
    /// reads stays true until its commit, and journal sequences are given in the order of commits. Waits for it at most
    /// the busy limit.
    func beginWrite() throws(StoreError)
    /// Starts a transaction that sees one state of the database until it ends, and can change nothing.
    func beginRead() throws(StoreError)
    /// Ends the transaction; when this returns, its changes survive a power loss.
    func commit() throws(StoreError)
    /// Ends the transaction without its changes; never fails, also when the engine has already rolled back.
    func rollback()
    /// Starts, keeps or undoes the part of a transaction that belongs to one closure. They do not nest.
    func savepoint() throws(StoreError)
    func releaseSavepoint() throws(StoreError)
    func rollbackToSavepoint() throws(StoreError)
    /// False when the engine has rolled back the transaction by itself (disk full and the like).
    var isInTransaction: Bool { get }

    // What follows lets a whole store be copied, inside a transaction that holds the write lock.

    /// The tables that are there, in the order of their names.
    func tables() throws(StoreError) -> [String]
    /// The last number each `{identity}` column gave, by table.
    func numbers() throws(StoreError) -> [String: Int64]
    /// Lets a table go on after a number.
    func number(_ table: String, from last: Int64) throws(StoreError)
    /// Lets the transaction last as long as a copy takes.
    func allowTime() throws(StoreError)
    /// From here on a row may come before the one it refers to …
    func deferReferences() throws(StoreError)
    /// … until here, where all must be there.
    func checkReferences() throws(StoreError)
    /// Gives all rows of a query in batches, never all at once.
    func stream(_ sql: SQL, batch: Int, _ body: ([Row]) throws(StoreError) -> Void) throws(StoreError)

    /// Writes the state that a read transaction sees into a new SQLite file: that state, however long it takes and
    /// whoever writes meanwhile. `progress` gets bytes or rows.
    func copy(
        to path: String, progress: @escaping @Sendable (_ done: Int64, _ total: Int64) -> Void
    ) throws(StoreError)
}
