#include "check.hpp"
#include "km/arrays.hpp"
#include "km/scratch.hpp"
#include "km/splitmix64.hpp"

int main() {
    km::Array<km::Id> array(3, 7);
    array.push_back(8);
    array.resize(2);
    CHECK(array[1] == 7);

    km::StampedMap map(2);
    CHECK(map.insert(1, 5) && !map.insert(1, 6));
    CHECK(map.get(1, -1) == 5 && map.get(0, -1) == -1);
    map.clear();
    CHECK(!map.contains(1));

    km::IdSorter sorter(1000);
    std::vector<km::Id> many;
    for (km::Id id = 999; id >= 0; --id) many.push_back(id);
    for (const std::size_t n : {std::size_t{5}, many.size()}) {  // by comparison, then by bits
        auto ids = std::vector(many.begin(), many.begin() + static_cast<long>(n));
        sorter.sort(ids);
        CHECK(std::ranges::is_sorted(ids) && ids.size() == n);
    }

    static_assert(km::splitmix64(0) == 0xE220A8397B1DCDAFu);
    static_assert(km::scale(~std::uint64_t{0}, 10) == 9);
    static_assert(km::scale(std::uint64_t{1} << 63, 10) == 5);
}
