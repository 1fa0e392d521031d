#include <algorithm>
#include <iostream>
#include <numeric>
#include <string>

// Every order of eight letters, with the number of its inversions and of its fixed points.
int main() {
    std::ios::sync_with_stdio(false);
    std::string letters = "abcdefgh";
    const std::string sorted = letters;
    do {
        int inversions = 0, fixed = 0;
        for (size_t i = 0; i < letters.size(); i++) {
            fixed += letters[i] == sorted[i];
            for (size_t j = i + 1; j < letters.size(); j++) inversions += letters[i] > letters[j];
        }
        std::cout << letters << ' ' << inversions << " inversions, " << fixed << " fixed\n";
    } while (std::next_permutation(letters.begin(), letters.end()));
}
