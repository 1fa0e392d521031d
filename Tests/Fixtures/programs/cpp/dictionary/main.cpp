#include <algorithm>
#include <iomanip>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

int main() {
    std::map<std::string, std::vector<int>> places;
    std::string line, word;
    for (int number = 1; std::getline(std::cin, line); ++number) {
        std::istringstream words(line);
        while (words >> word) {
            std::transform(word.begin(), word.end(), word.begin(), [](unsigned char c) { return std::tolower(c); });
            places[word].push_back(number);
        }
    }
    for (const auto &[word, numbers] : places) {
        if (numbers.size() < 2) continue;
        std::cout << std::left << std::setw(8) << word;
        for (int n : numbers) std::cout << std::right << std::setw(3) << n;
        std::cout << '\n';
    }
}
