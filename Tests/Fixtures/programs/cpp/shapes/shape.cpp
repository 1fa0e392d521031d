#include "shape.hpp"

double Box::area() const { return width * height; }
std::string Box::name() const { return width == height ? "square" : "box"; }
double Disc::area() const { return 3.14159265 * radius * radius; }

std::ostream &operator<<(std::ostream &out, const Shape &shape) {
    return out << shape.name() << " of " << shape.area();
}
