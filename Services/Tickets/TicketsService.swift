@main
struct TicketsService {
    static func main() {}
}
