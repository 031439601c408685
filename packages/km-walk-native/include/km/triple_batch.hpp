// A piece of the input: its triples in numbers, and its distinct labels, which the numbers mean.
//
// O(1) a label, see label_batch.hpp.

#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "km/label_batch.hpp"

namespace km {

// A triple in numbers: of its batch first, then of the encoder, then ids.
struct NumberedTriple {
    std::uint32_t head, relation, tail;
};

struct BatchTables {
    BatchTable entities, relations;
};

struct TripleBatch {
    std::vector<Label> entities, relations;
    std::vector<NumberedTriple> rows;

    // Calls each(take, mention), which calls take(head, relation, tail) for triples and
    // mention(entity) for entities; the labels stay where they are.
    template <class Each>
    void fill(BatchTables& tables, const LabelHash& hash, const Each& each) {
        tables.entities.begin(entities);
        tables.relations.begin(relations);
        const auto mention = [&](std::string_view entity) {
            return tables.entities.id(entity, hash);
        };
        std::string_view head_before, relation_before;
        std::uint32_t first = 0, second = 0;
        const auto take = [&](std::string_view head, std::string_view relation,
                              std::string_view tail) {
            // Triples often come head by head: to compare is faster than to look up.
            if (rows.empty() || head != head_before) first = mention(head);
            if (rows.empty() || relation != relation_before) {
                second = tables.relations.id(relation, hash);
            }
            head_before = head;
            relation_before = relation;
            rows.push_back({first, second, mention(tail)});
        };
        each(take, mention);
    }
};

}  // namespace km
