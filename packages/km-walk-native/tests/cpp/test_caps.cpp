#include "check.hpp"
#include "km/all_walks.hpp"

int main() {
    auto graph = km::test::diamond();
    std::vector<km::Id> values;
    std::vector<km::Offset> offsets{0};
    for (int i = 0; i < 50; ++i) {
        if (i % 5 != 0) values.push_back(i % 4);
        offsets.push_back(static_cast<km::Offset>(values.size()));
    }
    const km::GroupsView sources{values, offsets};
    const km::AllWalksQuery query{3};
    const auto whole = km::all_walks(graph.view, sources, query, {}, {}, graph.pool);
    for (const km::Offset total : {0, 1, 7, 100, 100000}) {
        for (const int threads : {1, 4}) {
            const auto found =
                km::all_walks(graph.view, sources, query, {.total = total}, {threads}, graph.pool);
            const auto n = std::min<std::size_t>(whole.owner.size(), std::size_t(total));
            CHECK(found.owner.size() == n && found.offsets.size() == n + 1);
            CHECK(found.entities.size() == found.relations.size() + n);
            CHECK(std::equal(found.entities.begin(), found.entities.end(), whole.entities.begin()));
            for (km::Id owner = 0; owner < 50; ++owner) {
                const bool lost =
                    std::ranges::count(found.owner, owner) < std::ranges::count(whole.owner, owner);
                CHECK(lost == (found.truncated[owner] == 1));
            }
        }
    }
    const auto late = km::all_walks(graph.view, sources, query, {.seconds = 0}, {2}, graph.pool);
    CHECK(late.owner.empty() && std::ranges::count(late.truncated, 1) == 50);
    for (const km::Caps& caps : {km::Caps{.limit = -1}, km::Caps{.total = -1}}) {
        CHECK(km::test::refuses(
            [&] { (void)km::all_walks(graph.view, sources, query, caps, {}, graph.pool); },
            "must be 0 or more"));
    }
    CHECK(km::test::refuses(
        [&] {
            (void)km::all_walks(graph.view, sources, query,
                                {.seconds = std::numeric_limits<double>::quiet_NaN()}, {},
                                graph.pool);
        },
        "seconds"));
}
