#include <algorithm>
#include <future>
#include <iostream>
#include <list>
#include <optional>
#include <string>
#include <variant>
#include <vector>

// Templates, constexpr, variants, and futures in their order.
template <typename... Numbers> constexpr auto sum(Numbers... numbers) { return (numbers + ... + 0); }
constexpr unsigned long long power(unsigned n, unsigned k) { return k == 0 ? 1 : n * power(n, k - 1); }
static_assert(power(3, 4) == 81);

template <typename... Cases> struct Overloaded : Cases... { using Cases::operator()...; };
template <typename... Cases> Overloaded(Cases...) -> Overloaded<Cases...>;

std::optional<double> half(int n) { return n % 2 ? std::nullopt : std::optional(n / 2.0); }

int main() {
    std::cout << sum(1, 2.5, 3L) << ' ' << power(7, 20) << ' ' << half(3).value_or(-1) << ' ' << *half(4) << '\n';
    std::list<std::variant<int, std::string>> things{42, "text", -1};
    for (const auto &thing : things) {
        std::visit(Overloaded{[](int n) { std::cout << n * 2 << ' '; },
                              [](const std::string &s) { std::cout << s + s << ' '; }}, thing);
    }
    std::vector<std::future<long>> results;
    for (long n : {10, 20, 30}) {
        results.push_back(std::async(std::launch::async, [n] { return n * (n + 1) / 2; }));
    }
    for (auto &result : results) std::cout << result.get() << ' ';
    std::cout << std::endl;
}
