// Path batches, and how searches collect paths.
//
// A path of k hops has k signed relations and k + 1 entities, so one array of offsets serves both.
// Memory: 8 bytes a hop, 16 a path. Many paths are collected in blocks, so that no array is ever
// copied to grow: that would take long, could not be interrupted, and needs three times the memory.

#pragma once

#include <algorithm>
#include <iterator>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "km/arrays.hpp"
#include "km/joining.hpp"

namespace km {

inline constexpr Offset unlimited = std::numeric_limits<Offset>::max();

struct PathBatch {
    Array<Id> entities;
    Array<Id> relations;
    Array<Offset> offsets{0};
    Array<Id> owner;
    Array<std::uint8_t> truncated;

    // Takes the memory that the parts to be appended will need, all at once.
    void make_room(std::span<const PathBatch> parts) {
        std::size_t n_hops = 0, n_paths = 0;
        for (const PathBatch& part : parts) {
            n_hops += part.relations.size();
            n_paths += part.owner.size();
        }
        entities.reserve(n_hops + n_paths);
        relations.reserve(n_hops);
        offsets.reserve(n_paths + 1);
        owner.reserve(n_paths);
    }

    void append(const PathBatch& part) {
        km::append(entities, part.entities);
        km::append(relations, part.relations);
        append_offsets(offsets, part.offsets);
        km::append(owner, part.owner);
        km::append(truncated, part.truncated);
    }
};

// Collects paths owner after owner: the first `limit` of each, the first `total` of all.
class PathCollector {
  public:
    explicit PathCollector(Offset limit, Offset total = unlimited) : limit_(limit), total_(total) {}

    void start_owner(Id owner) {
        owner_ = owner;
        room_ = std::min(limit_, total_ - size());
        truncated_.push_back(0);
    }

    // Says that the current owner has paths which are not here.
    void leave_out() { truncated_.back() = 1; }

    // Keeps a path; false where it is one too many, after which the owner's search should end.
    bool add(std::span<const Id> entities, std::span<const Id> relations) {
        if (room_ == 0) {
            leave_out();
            return false;
        }
        --room_;
        start_block();
        batch_.entities.insert(batch_.entities.end(), entities.begin(), entities.end());
        batch_.relations.insert(batch_.relations.end(), relations.begin(), relations.end());
        batch_.offsets.push_back(static_cast<Offset>(batch_.relations.size()));
        batch_.owner.push_back(owner_);
        return true;
    }

    // Keeps n paths that differ in their last hop only: a path so far, and edge(i) of each.
    template <class LastHop>
    bool add_each(std::span<const Id> entities, std::span<const Id> relations, Offset n,
                  LastHop&& edge) {
        const Offset kept = std::min(n, room_);
        room_ -= kept;
        start_block();
        const std::size_t hops = relations.size() + 1;
        Id* entity = grow(batch_.entities, kept, hops + 1);
        Id* relation = grow(batch_.relations, kept, hops);
        Offset* offset = grow(batch_.offsets, kept, 1);
        std::fill_n(grow(batch_.owner, kept, 1), kept, owner_);
        auto end = static_cast<Offset>(batch_.relations.size()) - kept * static_cast<Offset>(hops);
        for (Offset i = 0; i < kept; ++i) {
            for (const Id id : entities) *entity++ = id;
            for (const Id id : relations) *relation++ = id;
            const auto last = edge(i);
            *entity++ = last.neighbor;
            *relation++ = last.relation;
            *offset++ = end += static_cast<Offset>(hops);
        }
        if (kept < n) leave_out();
        return kept == n;
    }

    [[nodiscard]] Offset size() const {
        return n_before_ + static_cast<Offset>(batch_.owner.size());
    }

    // The paths, to be joined.
    [[nodiscard]] std::vector<PathBatch> take() {
        batch_.truncated = std::move(truncated_);
        full_.push_back(std::move(batch_));
        return std::move(full_);
    }

  private:
    static constexpr std::size_t block = std::size_t{1} << 23;

    // Puts a full block aside.
    void start_block() {
        if (batch_.entities.size() < block) [[likely]]
            return;
        n_before_ = size();
        full_.push_back(std::exchange(batch_, {}));
    }

    // Where n rows of so many elements more begin.
    template <class T>
    static T* grow(Array<T>& array, Offset n, std::size_t width) {
        const std::size_t before = array.size(),
                          after = before + static_cast<std::size_t>(n) * width;
        if (after > array.capacity()) array.reserve(std::max(after, 2 * array.capacity()));
        array.resize(after);
        return array.data() + before;
    }

    Offset limit_;
    Offset total_;
    Offset room_ = 0;
    Id owner_ = 0;
    Offset n_before_ = 0;  // paths in full blocks
    Array<std::uint8_t> truncated_;
    PathBatch batch_;
    std::vector<PathBatch> full_;
};

// The paths of n groups, of which make(begin, end, scratch, ticker) gives what it collected.
template <class Make>
[[nodiscard]] PathBatch collect(Offset n_groups, const Execution& execution, ScratchPool& pool,
                                Make&& make) {
    check_owners(n_groups);
    std::vector<PathBatch> blocks;
    for (auto& part : map_groups<std::vector<PathBatch>>(n_groups, execution, pool, make)) {
        std::ranges::move(part, std::back_inserter(blocks));
    }
    return join(std::move(blocks), execution);
}

}  // namespace km
