#include <random>
#include <set>
#include <tuple>

#include "check.hpp"
#include "km/encode_at_once.hpp"
#include "km/encoder.hpp"

namespace {

using Triples = std::set<std::tuple<std::string, std::string, std::string>>;

std::vector<std::string> listed(const km::LabelArrays& labels) {
    std::vector<std::string> all;
    for (std::size_t i = 0; i + 1 < labels.offsets.size(); ++i) {
        all.emplace_back(labels.bytes.begin() + labels.offsets[i],
                         labels.bytes.begin() + labels.offsets[i + 1]);
    }
    return all;
}

// The triples of a graph, once both directions and the order of labels and edges are right.
Triples checked(const km::EncodedGraph& graph) {
    const auto entities = listed(graph.entities), relations = listed(graph.relations);
    CHECK(std::ranges::is_sorted(entities) && std::ranges::is_sorted(relations));
    CHECK(std::ranges::adjacent_find(entities) == entities.end());
    std::vector<std::tuple<km::Id, km::Id, km::Id>> rows[2];
    for (const bool turn : {false, true}) {
        const km::Csr& csr = turn ? graph.backward : graph.forward;
        CHECK(csr.offsets.size() == entities.size() + 1);
        for (km::Id e = 0; e + 1 < static_cast<km::Id>(csr.offsets.size()); ++e) {
            std::pair<km::Id, km::Id> before{-1, -1};
            for (auto i = csr.offsets[e]; i < csr.offsets[e + 1]; ++i) {
                const std::pair edge{csr.relations[i], csr.neighbors[i]};
                CHECK(before < edge);
                before = edge;
                const auto [relation, other] = edge;
                rows[turn].emplace_back(turn ? other : e, relation, turn ? e : other);
            }
        }
        std::ranges::sort(rows[turn]);
    }
    CHECK(rows[0] == rows[1]);
    Triples triples;
    for (const auto& [h, r, t] : rows[0]) triples.emplace(entities[h], relations[r], entities[t]);
    return triples;
}

km::Offset bad_line(std::string_view text, const km::LineLayout& layout = {}) {
    km::Encoder encoder(1);
    try {
        encoder.add_lines(text, layout, {});
    } catch (const km::LineError& error) {
        CHECK(encoder.finish({}).entities.offsets.size() == 1);
        return error.index;
    }
    return -1;
}

void reads_lines() {
    km::Encoder encoder(1);
    CHECK(encoder.add_lines("b\tr\ta\r\n\n   \nb\tr\ta\n\xC3\xA9\tr\tb", {}, {}) == 3);
    CHECK((checked(encoder.finish({})) == Triples{{"b", "r", "a"}, {"\xC3\xA9", "r", "b"}}));
    CHECK(encoder.add_lines("t|x|r|h\n", {'|', 4, 3, 2, 0}, {}) == 1);
    CHECK((checked(encoder.finish({})) == Triples{{"h", "r", "t"}}));
    CHECK(checked(encoder.finish({})).empty());
}

void refuses_lines() {
    const std::string good = "a\tr\tb\n";
    for (const std::string bad :
         {"a\tr", "a\tr\tb\tc", "\tr\tb", "a\t\tb", "a\tr\t", "a\tr\tb\xFF", "\xC0\x80\tr\tb",
          "a\tr\t\xED\xA0\x80", "a\tr\t\xF4\x90\x80\x80", "a\tr\t\xE2\x82"}) {
        CHECK(bad_line(good + "\n" + good + bad) == 3);
        CHECK(bad_line(good + bad + "\n" + good) == 1);
    }
    CHECK(bad_line(good + std::string("a\0\tr\tb\n", 7)) == 1);
    CHECK(bad_line(std::string("\0", 1)) == 0);
    std::string many;
    for (int i = 0; i < 300'000; ++i) many += good;  // several pieces
    CHECK(bad_line(many + "oops\n" + many) == 300'000);
    for (const km::LineLayout& layout :
         {km::LineLayout{'\n'}, km::LineLayout{'\0'}, km::LineLayout{'\t', 2}}) {
        try {
            bad_line(good, layout);
            CHECK(false);
        } catch (const std::invalid_argument&) {
        }
    }
}

void orders_labels() {
    // Ties in eight bytes and more, zeros at the end, prefixes of each other.
    std::vector<std::string> labels;
    for (const char byte : {'\0', '\1', 'a', '\xFF'}) {
        for (std::size_t n = 0; n < 20; ++n) {
            labels.push_back("shared prefix" + std::string(n, byte));
            labels.push_back("shared prefix" + std::string(n, byte) + "z");
        }
    }
    std::mt19937 random(0);
    for (int i = 0; i < 100'000; ++i)
        labels.push_back("shared " + std::to_string(random() % 70'000));
    std::ranges::sort(labels);
    labels.erase(std::ranges::unique(labels).begin(), labels.end());
    std::vector<std::string> mixed = labels;
    std::ranges::shuffle(mixed, random);
    for (const int threads : {1, 3}) {
        std::vector<km::OrderedLabel> ordered;
        for (const std::string& label : mixed) {
            const auto size = static_cast<std::uint32_t>(label.size());
            ordered.push_back({0, label.data(), size, 0});
        }
        km::order_labels(ordered, {threads});
        for (std::size_t i = 0; i < labels.size(); ++i) CHECK(ordered[i].view() == labels[i]);
    }
}

void threads_and_blocks_change_nothing() {
    std::mt19937 random(1);
    std::string text;
    Triples expected;
    for (int i = 0; i < 150'000; ++i) {
        const auto name = [&] { return "entity " + std::to_string(random() % 70'000); };
        const std::string head = name(), tail = name();
        const std::string relation = "r" + std::to_string(random() % 40);
        text += head + '\t' + relation + '\t' + tail + '\n';
        expected.emplace(head, relation, tail);
    }
    for (const int threads : {1, 2, 5}) {
        km::Encoder encoder(threads);
        km::Offset taken = 0;
        for (const std::string_view block : km::cut_lines(text, 3'000'000)) {
            taken += encoder.add_lines(block, {}, {threads});
        }
        CHECK(taken == 150'000);
        CHECK(checked(encoder.finish({threads})) == expected);
    }
}

void takes_labels() {
    km::Encoder encoder(2);
    const std::string zero("\0", 1);
    CHECK(encoder.add([&](const auto& take, const auto& mention) {
        take("a", "r", "b");
        take(zero, "r", "");
        mention("alone");
    }) == 2);
    const km::EncodedGraph graph = encoder.finish({2});
    CHECK((checked(graph) == Triples{{"a", "r", "b"}, {zero, "r", ""}}));
    CHECK((listed(graph.entities) == std::vector<std::string>{"", zero, "a", "alone", "b"}));
}

void encodes_at_once() {
    const std::string zero("\0", 1);
    const auto each = [&](const auto& take, const auto& mention) {
        take("", "r", zero);  // an empty label first
        take("a", "r", "b");
        take("a", "q", "b");
        take("a", "q", "b");
        for (int i = 0; i < 3; ++i) mention("alone");
    };
    const km::EncodedGraph graph = km::encode_at_once(each);
    CHECK((checked(graph) == Triples{{"", "r", zero}, {"a", "r", "b"}, {"a", "q", "b"}}));
    CHECK((listed(graph.entities) == std::vector<std::string>{"", zero, "a", "alone", "b"}));
    CHECK(checked(km::encode_at_once([](const auto&, const auto&) {})).empty());
}

void stops() {
    km::Encoder encoder(2);
    std::string text;
    for (int i = 0; i < 200'000; ++i) text += std::to_string(i) + "\tr\t0\n";
    encoder.add_lines(text, {}, {2});
    try {
        (void)encoder.finish({2, [] { return true; }});
        CHECK(false);
    } catch (const km::Interrupted&) {
    }
    CHECK(checked(encoder.finish({})).empty());
}

}  // namespace

int main() {
    reads_lines();
    refuses_lines();
    orders_labels();
    threads_and_blocks_change_nothing();
    takes_labels();
    encodes_at_once();
    stops();
}
