// Path batches: how searches collect paths, and how the parts of several threads become one.
//
// A path of k hops has k signed relations and k + 1 entities, so one array of offsets serves both.
// Memory: 8 bytes a hop, 16 a path. Joining n parts copies every path once; one part is moved.

#pragma once

#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "km/arrays.hpp"

namespace km {

inline constexpr Offset unlimited = std::numeric_limits<Offset>::max();

struct PathBatch {
    Array<Id> entities;
    Array<Id> relations;
    Array<Offset> offsets{0};
    Array<Id> owner;
    Array<std::uint8_t> truncated;
};

// Collects paths owner after owner, the first `limit` of each.
class PathCollector {
  public:
    explicit PathCollector(Offset limit) : limit_(limit) {}

    void start_owner(Id owner) {
        owner_ = owner;
        kept_ = 0;
        batch_.truncated.push_back(0);
    }

    // Keeps a path; false where it is one too many, after which the owner's search should end.
    bool add(std::span<const Id> entities, std::span<const Id> relations) {
        if (kept_ == limit_) {
            batch_.truncated.back() = 1;
            return false;
        }
        ++kept_;
        batch_.entities.insert(batch_.entities.end(), entities.begin(), entities.end());
        batch_.relations.insert(batch_.relations.end(), relations.begin(), relations.end());
        batch_.offsets.push_back(static_cast<Offset>(batch_.relations.size()));
        batch_.owner.push_back(owner_);
        return true;
    }

    [[nodiscard]] PathBatch take() { return std::move(batch_); }

  private:
    Offset limit_;
    Offset kept_ = 0;
    Id owner_ = 0;
    PathBatch batch_;
};

// Appends `part` to `whole`.
template <class T>
void append(Array<T>& whole, const Array<T>& part) {
    whole.insert(whole.end(), part.begin(), part.end());
}

// Appends offsets that count from 0 to offsets that go on from their last.
inline void append_offsets(Array<Offset>& whole, const Array<Offset>& part) {
    const Offset base = whole.back();
    for (std::size_t i = 1; i < part.size(); ++i) whole.push_back(base + part[i]);
}

// Frees what was appended, so that joining needs little more memory than its result.
template <class Part>
void release(Part& part) {
    part = Part{};
}

[[nodiscard]] inline PathBatch join(std::vector<PathBatch> parts) {
    if (parts.empty()) return {};
    PathBatch whole = std::move(parts.front());
    for (std::size_t i = 1; i < parts.size(); ++i) {
        append(whole.entities, parts[i].entities);
        append(whole.relations, parts[i].relations);
        append_offsets(whole.offsets, parts[i].offsets);
        append(whole.owner, parts[i].owner);
        append(whole.truncated, parts[i].truncated);
        release(parts[i]);
    }
    return whole;
}

}  // namespace km
