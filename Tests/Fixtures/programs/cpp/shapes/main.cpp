#include <fstream>
#include <iostream>
#include <numeric>
#include <vector>
#include "shape.hpp"

int main() {
    std::ifstream file("shapes.txt");
    std::vector<std::unique_ptr<Shape>> shapes;
    for (std::string kind; file >> kind;) {
        double a, b;
        file >> a;
        if (kind == "box" && file >> b) shapes.push_back(std::make_unique<Box>(a, b));
        if (kind == "disc") shapes.push_back(std::make_unique<Disc>(a));
    }
    for (const auto &shape : shapes) std::cout << *shape << '\n';
    auto add = [](double sum, const auto &shape) { return sum + shape->area(); };
    std::cout << std::accumulate(shapes.begin(), shapes.end(), 0.0, add) << '\n';
}
