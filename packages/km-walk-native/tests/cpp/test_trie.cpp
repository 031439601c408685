#include "check.hpp"
#include "km/trie.hpp"

int main() {
    const km::test::Groups sequences{{5, 7}, {5}, {2, 9}, {5, 7}, {5, 3, 3}};
    const auto trie = km::make_trie(sequences.view(), {});
    CHECK(km::test::equal(trie.tokens, {2, 5, 9, 3, 7, 3}));
    CHECK(km::test::equal(trie.next_states, {1, 2, 3, 4, 5, 6}));
    CHECK((std::vector<int>(trie.final.begin(), trie.final.end()) ==
           std::vector<int>{0, 0, 1, 1, 0, 1, 1}));
    const auto view = trie.view();
    CHECK(view.after(0, 5) == 2 && view.after(2, 7) == 5 && view.after(2, 8) == km::dead);
    CHECK(view.after(km::dead, 5) == km::dead && view.allowed(km::dead).empty());
    km::validate(view);

    const auto empty = km::make_trie(km::test::Groups{}.view(), {});
    CHECK(empty.offsets.size() == 2 && empty.final.size() == 1 && empty.final[0] == 0);
    CHECK(km::test::refuses([] { (void)km::make_trie(km::test::Groups{{-1}}.view(), {}); },
                            "sequences.values[0]"));

    const auto damaged = [&](auto change, const char* name) {
        auto bad = trie;
        change(bad);
        return km::test::refuses([&] { km::validate(bad.view()); }, name);
    };
    CHECK(damaged([](auto& bad) { bad.offsets[1] = 7; }, "offsets"));
    CHECK(damaged([](auto& bad) { bad.offsets.resize(1); }, "offsets"));
    CHECK(damaged([](auto& bad) { bad.tokens[1] = 2; }, "tokens"));
    CHECK(damaged([](auto& bad) { bad.next_states[0] = 7; }, "next_states"));
    CHECK(damaged([](auto& bad) { bad.next_states.pop_back(); }, "next_states"));
}
