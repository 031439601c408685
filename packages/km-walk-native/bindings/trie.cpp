// Token tries: building one, and walking it with many beams at once.

#include "km/trie.hpp"

#include <algorithm>
#include <string>

#include "module.hpp"
#include "running.hpp"

namespace km::python {
namespace {

py::tuple token_trie(const Groups& sequences) {
    const auto from = view(sequences, "sequences");
    Trie trie = run(1, [&](const Execution& execution) { return make_trie(from, execution); });
    return py::make_tuple(hand_over(std::move(trie.offsets)), hand_over(std::move(trie.tokens)),
                          hand_over(std::move(trie.next_states)),
                          hand_over<std::uint8_t, bool>(std::move(trie.final)));
}

// A trie's arrays, validated and kept alive.
class TrieArrays {
  public:
    TrieArrays(Offsets offsets, Ids tokens, Ids next_states)
        : offsets_(std::move(offsets)),
          tokens_(std::move(tokens)),
          next_states_(std::move(next_states)),
          view_{python::view(offsets_, "offsets"), python::view(tokens_, "tokens"),
                python::view(next_states_, "next_states")} {
        const py::gil_scoped_release release;
        validate(view_);
    }

    [[nodiscard]] auto advance(const Ids& states, const Ids& tokens) const {
        const auto at = checked(states), by = view(tokens, "tokens");
        check_same_length("states", at.size(), "tokens", by.size());
        Array<Id> after(at.size());
        for (std::size_t beam = 0; beam < at.size(); ++beam) {
            after[beam] = view_.after(at[beam], by[beam]);
        }
        return hand_over(std::move(after));
    }

    [[nodiscard]] py::tuple allowed(const Ids& states) const {
        const auto at = checked(states);
        std::size_t n = 0;
        for (const Id state : at) n += view_.allowed(state).size();
        Array<Id> beams(n), tokens(n);
        Id *beam_out = beams.data(), *token_out = tokens.data();
        for (std::size_t beam = 0; beam < at.size(); ++beam) {
            for (const Id token : view_.allowed(at[beam])) {
                *beam_out++ = static_cast<Id>(beam);
                *token_out++ = token;
            }
        }
        return py::make_tuple(hand_over(std::move(beams)), hand_over(std::move(tokens)));
    }

    // Flat, beam by beam.
    [[nodiscard]] auto mask(const Ids& states, Offset n_tokens) const {
        const auto at = checked(states);
        check_count(n_tokens, "n_tokens");
        Array<std::uint8_t> allowed(at.size() * static_cast<std::size_t>(n_tokens));
        std::ranges::fill(allowed, std::uint8_t{0});
        std::uint8_t* out = allowed.data();
        for (const Id state : at) {
            const auto choices = view_.allowed(state);
            if (!choices.empty() && choices.back() >= n_tokens) {
                throw std::invalid_argument("n_tokens must be above every token allowed, " +
                                            std::to_string(choices.back()) + " is");
            }
            for (const Id token : choices) out[token] = 1;
            out += n_tokens;
        }
        return hand_over<std::uint8_t, bool>(std::move(allowed));
    }

  private:
    [[nodiscard]] std::span<const Id> checked(const Ids& states) const {
        const auto at = view(states, "states");
        check_states(view_, at);
        return at;
    }

    Offsets offsets_;
    Ids tokens_;
    Ids next_states_;
    TrieView view_;
};

}  // namespace

void add_tries(py::module_& module) {
    module.def("token_trie", &token_trie, array("sequences"));
    py::class_<TrieArrays>(module, "Trie", "A trie's arrays, validated and kept alive.")
        .def(py::init<Offsets, Ids, Ids>(), py::kw_only(), array("offsets"), array("tokens"),
             array("next_states"))
        .def("advance", &TrieArrays::advance, array("states"), array("tokens"))
        .def("allowed", &TrieArrays::allowed, array("states"))
        .def("mask", &TrieArrays::mask, array("states"), py::arg("n_tokens"));
}

}  // namespace km::python
