// Triples as text to a graph: labels numbered as they come, ids and adjacency made at the end.
//
// Two-level dictionary: a block is cut into pieces, each piece numbers its own labels in a table
// that stays in cache, and only its distinct labels go to the table of all (label_table.hpp). Peak
// memory is the distinct labels, 12 bytes for each triple taken, and 16 while the graph is made.
// Threads share out pieces, then shards. Ids come from the labels' order, so that the graph is the
// same for the same triples whatever their order, the blocks and the threads.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "km/arrays.hpp"
#include "km/csr_building.hpp"
#include "km/labels.hpp"
#include "km/lines.hpp"
#include "km/parallel.hpp"
#include "km/triple_batch.hpp"

namespace km {

struct EncodedGraph {
    LabelArrays entities, relations;
    Csr forward, backward;
};

class Encoder {
  public:
    explicit Encoder(int threads) : threads_(threads) {}

    // Takes the triples of whole lines; returns how many. Throws LineError, nothing kept.
    Offset add_lines(std::string_view text, const LineLayout& layout, const Execution& execution) {
        validate(layout);
        const std::vector<std::string_view> pieces = cut_lines(text, piece_size);
        std::vector<Batch> batches(pieces.size());
        std::vector<Offset> lines(pieces.size());
        std::vector<std::optional<LineError>> errors(pieces.size());
        const auto read = [&](std::size_t i) {
            try {
                fill(batches[i], [&](const auto& take, const auto&) {
                    lines[i] = for_each_triple(pieces[i], layout, take);
                });
            } catch (const LineError& error) {
                errors[i] = error;
            }
        };
        for_each(pieces.size(), execution, read);
        Offset before = 0;
        for (std::size_t i = 0; i < pieces.size(); before += lines[i++]) {
            if (errors[i]) throw LineError(before + errors[i]->index);
        }
        return keep(batches);
    }

    // Calls each(take, mention), which calls take(head, relation, tail) for triples to take and
    // mention(entity) for entities; these labels must be there until add() returns.
    template <class Each>
    Offset add(const Each& each) {
        std::vector<Batch> batches(1);
        fill(batches[0], each);
        return keep(batches);
    }

    // The graph of all that was taken; the encoder is empty then.
    [[nodiscard]] EncodedGraph finish(const Execution& execution) {
        Labels entities = std::exchange(entities_, Labels(entity_shard_bits));
        Labels relations = std::exchange(relations_, Labels(0));
        std::vector<Array<Row>> rows = std::exchange(rows_, {});
        const Offset n_rows = std::exchange(n_rows_, 0);
        EncodedGraph graph;
        std::vector<Id> entity_ids, relation_ids;
        graph.relations = relations.finish(relation_ids, execution);
        graph.entities = entities.finish(entity_ids, execution);
        for_each(rows.size(), execution, [&](std::size_t i) {
            for (Row& row : rows[i]) {
                row = {static_cast<std::uint32_t>(entity_ids[row.head]),
                       static_cast<std::uint32_t>(relation_ids[row.relation]),
                       static_cast<std::uint32_t>(entity_ids[row.tail])};
            }
        });
        const auto all_rows = [&](Ticker& ticker, const auto& take) {
            for (const Array<Row>& some : rows) {
                ticker.tick(static_cast<std::int64_t>(some.size()));
                for (const Row& row : some) {
                    take(static_cast<Id>(row.head), static_cast<Id>(row.relation),
                         static_cast<Id>(row.tail));
                }
            }
        };
        const auto n_entities = static_cast<Id>(graph.entities.offsets.size() - 1);
        graph.forward = build_csr(n_entities, n_rows, all_rows, execution, [&] { rows = {}; });
        graph.backward = turned(graph.forward, n_entities, execution);
        return graph;
    }

  private:
    static constexpr std::size_t piece_size = 512 * 1024;  // its table fits a second-level cache
    static constexpr std::uint32_t entity_shard_bits = 4;

    using Row = NumberedTriple;
    using Batch = TripleBatch;

    template <class Work>
    static void for_each(std::size_t n, const Execution& execution, const Work& work) {
        if (execution.should_stop()) throw Interrupted{};
        ScratchPool pool(0);
        for_each_chunk(static_cast<Offset>(n), execution, pool,
                       [&](Offset i, Scratch&, Ticker& ticker) {
                           ticker.look();
                           work(static_cast<std::size_t>(i));
                       });
    }

    // Numbers what each() hands over within the batch.
    template <class Each>
    void fill(Batch& batch, const Each& each) const {
        thread_local BatchTables tables;
        batch.fill(tables, hash_, each);
    }

    // Takes batches whole.
    Offset keep(const std::vector<Batch>& batches) {
        std::vector<Labels::Merging> entities, relations;
        for (const Batch& batch : batches) {
            entities.push_back(entities_.merging(batch.entities));
            relations.push_back(relations_.merging(batch.relations));
        }
        const Execution unstoppable{threads_};  // half a batch kept would be wrong
        for_each(entities_.n_shards(), unstoppable, [&](std::size_t shard) {
            for (Labels::Merging& merging : entities) entities_.merge(shard, merging);
        });
        for (Labels::Merging& merging : relations) relations_.merge(0, merging);
        const std::size_t first = rows_.size();
        rows_.resize(first + batches.size());
        for_each(batches.size(), unstoppable, [&](std::size_t i) {
            rows_[first + i] = renumbered(batches[i].rows, entities[i].ids, relations[i].ids);
        });
        Offset taken = 0;
        for (const Batch& batch : batches) taken += static_cast<Offset>(batch.rows.size());
        n_rows_ += taken;
        return taken;
    }

    static Array<Row> renumbered(std::span<const Row> rows, std::span<const std::uint32_t> entities,
                                 std::span<const std::uint32_t> relations) {
        Array<Row> numbered(rows.size());
        for (std::size_t i = 0; i < rows.size(); ++i) {
            numbered[i] = {entities[rows[i].head], relations[rows[i].relation],
                           entities[rows[i].tail]};
        }
        return numbered;
    }

    static Csr turned(const Csr& csr, Id n_entities, const Execution& execution) {
        const auto all_rows = [&](Ticker& ticker, const auto& take) {
            for (std::size_t e = 0; e + 1 < csr.offsets.size(); ++e) {
                const auto begin = static_cast<std::size_t>(csr.offsets[e]);
                const auto end = static_cast<std::size_t>(csr.offsets[e + 1]);
                ticker.tick(static_cast<std::int64_t>(end - begin) + 1);
                for (std::size_t i = begin; i < end; ++i) {
                    take(csr.neighbors[i], csr.relations[i], static_cast<Id>(e));
                }
            }
        };
        const auto n_rows = static_cast<Offset>(csr.neighbors.size());
        return build_csr(n_entities, n_rows, all_rows, execution, [] {});
    }

    int threads_;
    LabelHash hash_;
    Labels entities_{entity_shard_bits};
    Labels relations_{0};
    std::vector<Array<Row>> rows_;
    Offset n_rows_ = 0;
};

}  // namespace km
