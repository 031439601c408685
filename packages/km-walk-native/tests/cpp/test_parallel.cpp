#include <atomic>
#include <new>

#include "check.hpp"

int main() {
    km::ScratchPool pool(10);
    for (const int threads : {1, 4}) {
        std::vector<std::atomic<int>> made(100);
        km::for_each_chunk(100, {threads}, pool,
                           [&](km::Offset chunk, km::Scratch&, km::Ticker&) { ++made[chunk]; });
        CHECK(std::ranges::all_of(made, [](const auto& n) { return n == 1; }));

        bool thrown = false;
        try {
            km::for_each_chunk(100, {threads}, pool, [](km::Offset, km::Scratch&, km::Ticker&) {
                throw std::bad_alloc();
            });
        } catch (const std::bad_alloc&) {
            thrown = true;
        }
        CHECK(thrown);

        bool stopped = false;
        try {
            km::for_each_chunk(2, {threads, [] { return true; }}, pool,
                               [](km::Offset, km::Scratch&, km::Ticker& ticker) {
                                   for (;;) ticker.tick();
                               });
        } catch (const km::Interrupted&) {
            stopped = true;
        }
        CHECK(stopped);
    }
}
