#include <bitset>
#include <iostream>
#include <iterator>
#include <vector>

int main() {
    std::vector<char> data{std::istreambuf_iterator<char>(std::cin), {}};
    for (auto byte = data.rbegin(); byte != data.rend(); ++byte) {
        std::cout << std::bitset<8>(static_cast<unsigned char>(*byte)) << ' ' << *byte << '\n';
    }
    std::cout.write("\xC3\x28\x00\xFF\n", 5);
    std::cout << data.size() << '\n';
}
