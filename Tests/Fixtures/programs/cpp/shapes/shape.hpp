#pragma once
#include <memory>
#include <ostream>
#include <string>

struct Shape {
    virtual ~Shape() = default;
    virtual double area() const = 0;
    virtual std::string name() const = 0;
};
struct Box final : Shape {
    double width, height;
    Box(double w, double h) : width(w), height(h) {}
    double area() const override;
    std::string name() const override;
};
struct Disc final : Shape {
    double radius;
    explicit Disc(double r) : radius(r) {}
    double area() const override;
    std::string name() const override { return "disc"; }
};
std::ostream &operator<<(std::ostream &out, const Shape &shape);
