// Where a text stops being text: the first NUL byte, or byte that is not UTF-8.
//
// O(bytes): 64 bytes of ASCII at a time by the vector instructions any machine has, one character
// at a time where there is more than ASCII. UTF-8 as Unicode has it: no overlong forms, no
// surrogates, nothing above U+10FFFF.

#pragma once

#include <cstddef>
#include <string_view>

namespace km {

namespace detail {

// The length of the character that begins at `at`, or 0 where none does.
[[nodiscard]] inline std::size_t character_length(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) {
        return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0u;
    };
    const auto follows = [&](std::size_t i) { return (byte(i) & 0xC0u) == 0x80u; };
    const unsigned first = byte(0), second = byte(1);
    if (first < 0x80) return first == 0 ? 0 : 1;
    if (first < 0xC2) return 0;
    if (first < 0xE0) return follows(1) ? 2 : 0;
    if (first < 0xF0) {
        if (first == 0xE0 && second < 0xA0) return 0;
        if (first == 0xED && second >= 0xA0) return 0;
        return follows(1) && follows(2) ? 3 : 0;
    }
    if (first == 0xF0 && second < 0x90) return 0;
    if (first == 0xF4 && second >= 0x90) return 0;
    return first < 0xF5 && follows(1) && follows(2) && follows(3) ? 4 : 0;
}

// Whether 64 bytes are ASCII without NUL.
[[nodiscard]] inline bool plain(const char* bytes) {
    unsigned char high = 0, zero = 0;
    for (std::size_t i = 0; i < 64; ++i) {
        const auto byte = static_cast<unsigned char>(bytes[i]);
        high = static_cast<unsigned char>(high | byte);
        zero = static_cast<unsigned char>(zero | (byte == 0 ? 1 : 0));
    }
    return high < 0x80 && zero == 0;
}

}  // namespace detail

// The position of the first byte that is not of UTF-8 text without NUL; the size if there is none.
[[nodiscard]] inline std::size_t text_length(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        if (text.size() - at >= 64 && detail::plain(text.data() + at)) {
            at += 64;
            continue;
        }
        const std::size_t end = text.size() - at < 64 ? text.size() : at + 64;
        while (at < end) {
            const std::size_t length = detail::character_length(text, at);
            if (length == 0) return at;
            at += length;
        }
    }
    return text.size();
}

}  // namespace km
