#include <iostream>
#include <string>

// Code points by hand, since the library has no decoder that is not deprecated.
static std::u32string decode(const std::string &bytes) {
    std::u32string text;
    for (unsigned char c : bytes) {
        if ((c & 0xC0) == 0x80) {
            text.back() = text.back() << 6 | (c & 0x3F);
        } else {
            text += c < 0x80 ? c : c & (c < 0xE0 ? 0x1F : c < 0xF0 ? 0x0F : 0x07);
        }
    }
    return text;
}

int main() {
    for (std::string line; std::getline(std::cin, line);) {
        std::cout << line << " [" << line.size() << ", " << decode(line).size() << "]" << std::hex;
        for (char32_t c : decode(line)) std::cout << ' ' << static_cast<uint32_t>(c);
        std::cout << std::dec << '\n';
    }
    std::cout << R"(C:\new "naïve" ©)" << " \u00a1Olé! " << "𝄞" << std::endl;
}
