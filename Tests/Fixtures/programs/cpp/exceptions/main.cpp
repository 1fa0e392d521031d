#include <iostream>
#include <stdexcept>
#include <string>

struct Guard {
    std::string name;
    ~Guard() { std::cout << "leaving " << name << std::endl; }
};

int parse(const std::string &text) {
    Guard guard{text};
    try {
        return std::stoi(text);
    } catch (const std::out_of_range &) {
        std::throw_with_nested(std::runtime_error("too large: " + text));
    }
}

int main() {
    int failures = 0;
    for (std::string text; std::cin >> text;) {
        try {
            std::cout << parse(text) << std::endl;
        } catch (const std::exception &error) {
            std::cerr << error.what();
            try {
                std::rethrow_if_nested(error);
            } catch (const std::exception &inner) {
                std::cerr << " <- " << inner.what();
            }
            std::cerr << '\n';
            ++failures;
        }
    }
    return 100 + failures;
}
