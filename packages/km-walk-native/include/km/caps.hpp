// Limits on what a path search returns: so many paths an owner, so many in all, so much time.
//
// The paths kept are the first ones in order, whatever the number of threads. Parts of a batch are
// searched at once, each for no more paths than could still be kept: those that finished parts
// before it leave over. So at most `total` paths a thread are ever held, and cutting the joined
// parts after `total` gives what one thread would have found. An owner that is cut off is searched
// for one path more, as only then it is truncated.

#pragma once

#include <algorithm>
#include <limits>
#include <map>
#include <mutex>
#include <stdexcept>

#include "km/arrays.hpp"
#include "km/parallel.hpp"
#include "km/paths.hpp"
#include "km/queries.hpp"

namespace km {

struct Caps {
    Offset limit = unlimited;
    Offset total = unlimited;
    double seconds = std::numeric_limits<double>::infinity();
};

namespace detail {

// How many paths the parts that are done have found, by where they begin.
class PartSizes {
  public:
    explicit PartSizes(Offset total) : total_(total) {}

    // How many paths a part can have in the result at most.
    [[nodiscard]] Offset left_for(Offset begin) {
        if (total_ == unlimited) return unlimited;
        const std::lock_guard lock(mutex_);
        Offset left = total_;
        for (const auto& [other, size] : sizes_) {
            if (other >= begin) break;
            left = std::max<Offset>(0, left - size);
        }
        return left;
    }

    void done(Offset begin, Offset size) {
        const std::lock_guard lock(mutex_);
        sizes_[begin] = size;
    }

  private:
    Offset total_;
    std::mutex mutex_;
    std::map<Offset, Offset> sizes_;
};

[[nodiscard]] inline Clock::time_point deadline_after(double seconds) {
    constexpr double a_year = 3e7;
    if (seconds > a_year) return no_deadline;
    return Clock::now() +
           std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
}

// Keeps the first `total` paths; who loses some is truncated.
inline void cut(PathBatch& batch, Offset total) {
    const auto size = static_cast<Offset>(batch.owner.size());
    if (size <= total) return;
    for (Offset path = total; path < size; ++path) batch.truncated[batch.owner[path]] = 1;
    const auto n = static_cast<std::size_t>(total);
    batch.owner.resize(n);
    batch.offsets.resize(n + 1);
    const auto n_hops = static_cast<std::size_t>(batch.offsets.back());
    batch.relations.resize(n_hops);
    batch.entities.resize(n_hops + n);
}

}  // namespace detail

// The paths of n owners. make(scratch, ticker) gives a search, and search(owner, out) adds the
// paths of one owner to the collector until that refuses one.
template <class Make>
[[nodiscard]] PathBatch collect_paths(Offset n_owners, const Caps& caps, Execution execution,
                                      ScratchPool& pool, Make&& make) {
    check_count(caps.limit, "limit");
    check_count(caps.total, "total");
    if (!(caps.seconds >= 0)) throw std::invalid_argument("seconds must be 0 or more");
    execution.deadline = detail::deadline_after(caps.seconds);
    detail::PartSizes sizes(caps.total);
    const auto part = [&](Offset begin, Offset end, Scratch& scratch, Ticker& ticker) {
        PathCollector out(caps.limit, sizes.left_for(begin));
        auto search = make(scratch, ticker);
        for (Offset owner = begin; owner < end; ++owner) {
            out.start_owner(static_cast<Id>(owner));
            try {
                ticker.tick(8);
                if (ticker.late()) throw OutOfTime{};
                search(owner, out);
            } catch (const OutOfTime&) {
                out.leave_out();
            }
        }
        sizes.done(begin, out.size());
        return out.take();
    };
    PathBatch found = collect(n_owners, execution, pool, part);
    detail::cut(found, caps.total);
    return found;
}

}  // namespace km
