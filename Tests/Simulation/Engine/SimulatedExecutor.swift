import Base
import Glibc

/// Runs every job of a simulated world on the one thread that calls `step()`, in an order that the seed decides.
final class SimulatedExecutor: TaskExecutor {
    private let ready = Locked<[UnownedJob]>([])
    private let randomness: Randomness
    private let thread = pthread_self()

    init(randomness: Randomness) { self.randomness = randomness }

    func enqueue(_ job: consuming ExecutorJob) {
        // Whatever comes from another thread has left the simulation and can never be replayed.
        precondition(pthread_equal(pthread_self(), thread) != 0, "a job came into the simulation from another thread")
        let job = UnownedJob(job)
        ready.withLock { $0.append(job) }
    }

    /// Runs one of the jobs that can run now; false when there is none.
    func step() -> Bool {
        let count = ready.withLock { $0.count }
        guard count > 0 else { return false }
        let place = count == 1 ? 0 : randomness.below(count)
        let job = ready.withLock { jobs in
            jobs.swapAt(place, jobs.count - 1)
            return jobs.removeLast()
        }
        unsafe job.runSynchronously(on: asUnownedTaskExecutor())
        return true
    }
}
