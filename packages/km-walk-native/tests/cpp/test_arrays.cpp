#include "check.hpp"
#include "km/arrays.hpp"
#include "km/scratch.hpp"
#include "km/splitmix64.hpp"

int main() {
    km::Array<km::Id> array(3, 7);
    array.push_back(8);
    array.resize(2);
    CHECK(array[1] == 7);

    km::StampedMap map;
    map.fit(2);
    map.clear();
    CHECK(map.insert(1, 5) && !map.insert(1, 6));
    CHECK(map.get(1, -1) == 5 && map.get(0, -1) == -1);
    map.clear();
    CHECK(!map.contains(1));

    km::BitSet seen, next;
    seen.fit(200);
    next.fit(200);
    seen.add(3);
    for (const km::Id id : {199, 3, 64, 63}) next.add(id);
    CHECK(next.contains(64) && !next.contains(65) && !seen.insert(3));
    next.move_fresh(seen, array);
    CHECK(km::test::equal(array, {7, 7, 63, 64, 199}));
    CHECK(seen.contains(199) && !next.contains(199));

    static_assert(km::splitmix64(0) == 0xE220A8397B1DCDAFu);
    static_assert(km::scale(~std::uint64_t{0}, 10).high == 9);
    static_assert(km::scale(std::uint64_t{1} << 63, 10).high == 5);
}
