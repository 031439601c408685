// The tables of a graph that random walks read, each made when it first pays.
//
// A table of steps copies the adjacency, so walks go on the graph's own arrays until those asked
// for, all together, have as many hops as a quarter of its edges. node2vec needs sets of neighbours
// and makes both tables at once. Which of them a walk reads changes nothing but its speed. A
// changed graph reads the tables of the graph before and makes only those of what changed, and rows
// that say where the steps of each entity lie: 16 bytes an entity, made when as many hops as a
// quarter of the entities were asked for.

#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

#include "km/arrays.hpp"
#include "km/changed_entities.hpp"
#include "km/edge_lists.hpp"
#include "km/graph.hpp"
#include "km/neighbor_sets.hpp"
#include "km/parallel.hpp"
#include "km/scratch.hpp"
#include "km/steps.hpp"

namespace km {

// A value made once, by the first who asks; others wait for it. If making it throws, the next who
// asks makes it.
template <class T>
class Lazy {
  public:
    [[nodiscard]] bool made() const { return made_.load(std::memory_order_acquire); }

    template <class Make>
    const T& get(Make&& make) {
        if (!made()) {
            const std::lock_guard lock(mutex_);
            if (!made()) {
                value_ = make();
                made_.store(true, std::memory_order_release);
            }
        }
        return value_;
    }

  private:
    std::atomic<bool> made_ = false;
    std::mutex mutex_;
    T value_{};
};

class WalkTables {
  public:
    // `base` are those of the graph before its changes, null where there are none.
    explicit WalkTables(const GraphView& graph, std::shared_ptr<WalkTables> base = nullptr)
        : graph_(graph), base_(std::move(base)) {}

    [[nodiscard]] const GraphView& graph() const { return graph_; }
    [[nodiscard]] bool has_changes() const { return base_ != nullptr; }

    // Whether a table of steps pays, now that so many more hops are asked for.
    [[nodiscard]] bool pays(Direction direction, Offset hops) {
        const bool before_pays = base_ == nullptr || base_->pays(direction, hops);
        return enough_asked(direction, hops) && before_pays;
    }

    // The steps of all entities in one table.
    [[nodiscard]] const Steps& whole(Direction direction, const Execution& execution,
                                     ScratchPool& pool) {
        return at(steps_, direction).get([&] {
            return make_steps(graph_, direction, execution, pool);
        });
    }

    // The neighbours of all entities.
    [[nodiscard]] const NeighborSets& whole_sets(Direction direction, const Execution& execution,
                                                 ScratchPool& pool) {
        const Steps& steps = whole(direction, execution, pool);
        return at(sets_, direction).get([&] { return make_sets(steps, execution, pool); });
    }

    // The steps, those of changed entities apart.
    [[nodiscard]] StepsView view(Direction direction, const Execution& execution,
                                 ScratchPool& pool) {
        if (base_ == nullptr) return {&whole(direction, execution, pool), nullptr, nullptr};
        const Changed& changed =
            at(changed_, direction).get([&] { return find_changed(direction); });
        const Steps& delta = at(delta_, direction).get([&] {
            const auto n_rows = static_cast<Offset>(changed.ids.size());
            const auto entity_of = [&](Offset n) {
                return changed.ids[static_cast<std::size_t>(n)];
            };
            return make_steps(graph_, direction, n_rows, entity_of, execution, pool);
        });
        const Steps& steps = base_->whole(direction, execution, pool);
        const Array<StepsRow>& rows =
            at(rows_, direction).get([&] { return make_rows(steps, delta, changed.ids); });
        return {&steps, &changed.entities, &delta, rows.data()};
    }

    // The neighbours that go with these steps.
    [[nodiscard]] SetsView view_sets(const StepsView& steps, Direction direction,
                                     const Execution& execution, ScratchPool& pool) {
        if (base_ == nullptr) return {steps, &whole_sets(direction, execution, pool), nullptr};
        const NeighborSets& delta = at(delta_sets_, direction).get([&] {
            return make_sets(*steps.delta, execution, pool);
        });
        return {steps, &base_->whole_sets(direction, execution, pool), &delta};
    }

  private:
    struct Changed {
        std::vector<Id> ids;
        ChangedEntities entities;
    };

    template <class T>
    using Each = std::array<T, 3>;  // direction

    template <class T>
    static T& at(Each<T>& tables, Direction direction) {
        return tables[static_cast<std::size_t>(direction)];
    }

    // Whether as many hops are asked for as a quarter of the entries of what would be made.
    [[nodiscard]] bool enough_asked(Direction direction, Offset hops) {
        const Offset sides = direction == Direction::both ? 2 : 1;
        const auto n_edges = static_cast<Offset>(graph_.forward.base.neighbors.size()) * sides;
        const Offset enough = (base_ == nullptr ? n_edges : Offset{graph_.n_entities}) / 4;
        auto& asked = at(asked_, direction);
        const Offset before = asked.load(std::memory_order_relaxed);
        if (before >= enough || hops >= enough - before) {
            asked.store(enough, std::memory_order_relaxed);
            return true;
        }
        asked.fetch_add(hops, std::memory_order_relaxed);
        return false;
    }

    // Where the steps of each entity lie, given those before the changes and those of changed ones,
    // which all new entities are.
    [[nodiscard]] Array<StepsRow> make_rows(const Steps& steps, const Steps& delta,
                                            const std::vector<Id>& changed) const {
        const auto row_of = [](const Steps& table, std::size_t n) -> StepsRow {
            const auto row = table.row(static_cast<Offset>(n));
            return {row.data(), row.size()};
        };
        Array<StepsRow> rows(static_cast<std::size_t>(graph_.n_entities));
        const auto n_before = static_cast<std::size_t>(steps.n_rows());
        for (std::size_t n = 0; n < n_before; ++n) rows[n] = row_of(steps, n);
        for (std::size_t n = 0; n < changed.size(); ++n) {
            rows[static_cast<std::size_t>(changed[n])] = row_of(delta, n);
        }
        return rows;
    }

    // The entities whose edges in this direction are not those of the graph before.
    [[nodiscard]] Changed find_changed(Direction direction) const {
        Changed changed;
        for (Id entity = 0; entity < graph_.n_entities; ++entity) {
            const bool forward =
                direction != Direction::backward && graph_.forward.delta->entities.contains(entity);
            const bool backward =
                direction != Direction::forward && graph_.backward.delta->entities.contains(entity);
            if (forward || backward) changed.ids.push_back(entity);
        }
        changed.entities = ChangedEntities(changed.ids, graph_.n_entities);
        return changed;
    }

    GraphView graph_;
    std::shared_ptr<WalkTables> base_;
    Each<std::atomic<Offset>> asked_{};
    Each<Lazy<Steps>> steps_, delta_;
    Each<Lazy<NeighborSets>> sets_, delta_sets_;
    Each<Lazy<Changed>> changed_;
    Each<Lazy<Array<StepsRow>>> rows_;
};

}  // namespace km
