// Work over chunks on several threads, which the caller may interrupt.
//
// Chunks are handed out by an atomic counter; which thread makes which chunk changes nothing, as
// results are put together by chunk number. The calling thread begins alone, works all along, and
// is the only one that asks whether to stop, at most every 50 ms. The first exception of any thread
// stops all and is rethrown. Where there is a deadline, the work learns of it by an exception of
// its own, which it may catch and go on.

#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "km/arrays.hpp"
#include "km/scratch.hpp"

namespace km {

// Thrown where the caller asked to stop.
struct Interrupted : std::exception {
    [[nodiscard]] const char* what() const noexcept override { return "interrupted"; }
};

// Thrown where the deadline has passed.
struct OutOfTime : std::exception {
    [[nodiscard]] const char* what() const noexcept override { return "out of time"; }
};

using Clock = std::chrono::steady_clock;
inline constexpr Clock::time_point no_deadline = Clock::time_point::max();

// How many threads may work, how the calling one is asked whether to stop, and until when.
struct Execution {
    int threads = 1;
    std::function<bool()> should_stop = [] { return false; };
    Clock::time_point deadline = no_deadline;
};

// Counts steps on one thread and now and then looks whether to stop.
class Ticker {
  public:
    explicit Ticker(std::atomic<bool>& stopped, Clock::time_point deadline = no_deadline,
                    const std::function<bool()>* should_stop = nullptr)
        : stopped_(stopped), deadline_(deadline), should_stop_(should_stop) {}

    // A step is an edge looked at or the like, a few nanoseconds.
    void tick(std::int64_t steps = 1) {
        steps_ -= steps;
        if (steps_ <= 0) look();
    }

    void look() {
        steps_ = steps_between;
        const bool ask = should_stop_ != nullptr;
        const auto now = ask || deadline_ != no_deadline ? Clock::now() : next_;
        if (ask && now >= next_) {
            next_ = now + std::chrono::milliseconds(50);
            if ((*should_stop_)()) stopped_ = true;
        }
        if (stopped_) throw Interrupted{};
        if (now >= deadline_) throw OutOfTime{};
    }

    [[nodiscard]] bool late() const {
        return deadline_ != no_deadline && Clock::now() >= deadline_;
    }

  private:
    static constexpr std::int64_t steps_between = 1 << 15;

    std::atomic<bool>& stopped_;
    Clock::time_point deadline_;
    const std::function<bool()>* should_stop_;
    std::int64_t steps_ = steps_between;
    Clock::time_point next_ = Clock::now() + std::chrono::milliseconds(50);
};

namespace detail {

// Threads that still run, so that the caller can wait and look by turns.
class Crew {
  public:
    explicit Crew(Offset size) : running_(size) {}

    void fail(std::exception_ptr error) {
        const std::lock_guard lock(mutex_);
        if (!error_) error_ = std::move(error);
    }

    void leave() {
        const std::lock_guard lock(mutex_);
        if (--running_ == 0) done_.notify_one();
    }

    // True where all left in time.
    [[nodiscard]] bool wait(std::chrono::milliseconds time) {
        std::unique_lock lock(mutex_);
        return done_.wait_for(lock, time, [this] { return running_ == 0; });
    }

    void rethrow() const {
        if (error_) std::rethrow_exception(error_);
    }

  private:
    std::mutex mutex_;
    std::condition_variable done_;
    Offset running_;
    std::exception_ptr error_;
};

}  // namespace detail

// Calls work(chunk, scratch, ticker) for every chunk in [0, n_chunks).
template <class Work>
void for_each_chunk(Offset n_chunks, const Execution& execution, ScratchPool& pool, Work&& work) {
    std::atomic<Offset> next = 0;
    std::atomic<bool> stopped = false;
    const auto run = [&](Ticker& ticker, Clock::time_point until) {
        if (next >= n_chunks) return;
        ScratchPool::Lease scratch(pool);
        for (Offset chunk = next++; chunk < n_chunks && !stopped; chunk = next++) {
            work(chunk, scratch.get(), ticker);
            if (until != no_deadline && Clock::now() >= until) return;
        }
    };
    Ticker own(stopped, execution.deadline, &execution.should_stop);
    if (execution.threads <= 1 || n_chunks <= 1) {
        run(own, no_deadline);
        return;
    }
    // To start a thread costs as much as a small batch: nobody is called for one.
    run(own, Clock::now() + std::chrono::microseconds(100));
    if (next >= n_chunks) return;

    const Offset n_threads = std::min<Offset>(execution.threads, n_chunks);
    detail::Crew crew(n_threads);
    const auto guarded = [&](Ticker& ticker) {
        try {
            run(ticker, no_deadline);
        } catch (...) {
            // Noted before the others are stopped, so that theirs cannot come first.
            crew.fail(std::current_exception());
            stopped = true;
        }
        crew.leave();
    };
    std::vector<std::jthread> threads;
    threads.reserve(static_cast<std::size_t>(n_threads));
    for (Offset i = 1; i < n_threads; ++i) {
        threads.emplace_back([&guarded, &stopped, &execution] {
            Ticker ticker(stopped, execution.deadline);
            guarded(ticker);
        });
    }
    guarded(own);
    while (!crew.wait(std::chrono::milliseconds(50))) {
        if (execution.should_stop()) {
            stopped = true;
            threads.clear();
            throw Interrupted{};
        }
    }
    crew.rethrow();
}

// Cuts n groups into chunks and returns make(begin, end, scratch, ticker) of each, in order.
template <class Part, class Make>
[[nodiscard]] std::vector<Part> map_groups(Offset n_groups, const Execution& execution,
                                           ScratchPool& pool, Make&& make) {
    // Several chunks a thread, as groups differ in size.
    const Offset wanted = execution.threads <= 1 ? 1 : Offset{8} * execution.threads;
    const Offset n_chunks = std::min(wanted, n_groups);
    std::vector<Part> parts(static_cast<std::size_t>(n_chunks));
    for_each_chunk(n_chunks, execution, pool, [&](Offset chunk, Scratch& scratch, Ticker& ticker) {
        const Offset begin = n_groups * chunk / n_chunks, end = n_groups * (chunk + 1) / n_chunks;
        parts[chunk] = make(begin, end, scratch, ticker);
    });
    return parts;
}

}  // namespace km
