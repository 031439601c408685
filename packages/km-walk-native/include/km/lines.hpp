// Triples of text without quoting: lines to fields, checked.
//
// O(bytes), one pass after the check of the text. Lines end at \n or \r\n, the last one may lack
// its end, and lines of nothing but spaces are skipped: what km_graph.encoding.LineLayout says.

#pragma once

#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "km/arrays.hpp"
#include "km/utf8.hpp"

namespace km {

struct LineLayout {
    char separator = '\t';
    std::size_t n_fields = 3;
    std::size_t head = 0;
    std::size_t relation = 1;
    std::size_t tail = 2;
};

inline void validate(const LineLayout& layout) {
    const auto separator = static_cast<unsigned char>(layout.separator);
    if (separator == 0 || separator == '\n' || separator >= 0x80) {
        throw std::invalid_argument("separator must be an ASCII byte other than NUL and newline");
    }
    for (const std::size_t field : {layout.head, layout.relation, layout.tail}) {
        if (field >= layout.n_fields) {
            throw std::invalid_argument("head, relation and tail must be below n_fields");
        }
    }
}

// A line that is not as its layout says, counted from 0.
struct LineError : std::exception {
    explicit LineError(Offset line) : index(line) {}
    [[nodiscard]] const char* what() const noexcept override { return "malformed line"; }
    Offset index;
};

namespace detail {

// Cuts a line at its separators; false where it has another number of fields.
inline bool split(std::string_view line, char separator, std::vector<std::string_view>& fields) {
    const char* at = line.data();
    const char* const end = at + line.size();
    for (std::size_t i = 0; i + 1 < fields.size(); ++i) {
        const auto* cut = static_cast<const char*>(
            std::memchr(at, separator, static_cast<std::size_t>(end - at)));
        if (cut == nullptr) return false;
        fields[i] = {at, static_cast<std::size_t>(cut - at)};
        at = cut + 1;
    }
    fields.back() = {at, static_cast<std::size_t>(end - at)};
    return fields.back().find(separator) == std::string_view::npos;
}

}  // namespace detail

// Calls take(head, relation, tail) for every triple; returns how many lines there were.
template <class Take>
Offset for_each_triple(std::string_view text, const LineLayout& layout, Take&& take) {
    const char* const good_end = text.data() + text_length(text);
    const char* const text_end = text.data() + text.size();
    std::vector<std::string_view> fields(layout.n_fields);
    Offset n_lines = 0;
    for (const char* begin = text.data(); begin != text_end; ++n_lines) {
        const auto* newline = static_cast<const char*>(
            std::memchr(begin, '\n', static_cast<std::size_t>(text_end - begin)));
        const char* end = newline == nullptr ? text_end : newline;
        if (end > good_end) throw LineError(n_lines);
        if (newline != nullptr && end != begin && end[-1] == '\r') --end;
        const std::string_view line(begin, static_cast<std::size_t>(end - begin));
        begin = newline == nullptr ? text_end : newline + 1;
        if (line.empty() || (line[0] == ' ' && line.find_first_not_of(' ') == line.npos)) continue;
        if (!detail::split(line, layout.separator, fields)) throw LineError(n_lines);
        const auto head = fields[layout.head], relation = fields[layout.relation],
                   tail = fields[layout.tail];
        if (head.empty() || relation.empty() || tail.empty()) throw LineError(n_lines);
        take(head, relation, tail);
    }
    return n_lines;
}

// Cuts a text after line ends into pieces of about a size.
[[nodiscard]] inline std::vector<std::string_view> cut_lines(std::string_view text,
                                                             std::size_t size) {
    std::vector<std::string_view> pieces;
    while (text.size() > size) {
        const std::size_t newline = text.find('\n', size);
        if (newline == text.npos) break;
        pieces.push_back(text.substr(0, newline + 1));
        text.remove_prefix(newline + 1);
    }
    if (!text.empty()) pieces.push_back(text);
    return pieces;
}

}  // namespace km
