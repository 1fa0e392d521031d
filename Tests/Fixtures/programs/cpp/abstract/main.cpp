struct Animal {
    virtual const char *sound() const = 0;
};
struct Dog : Animal {
    const char *sound() { return "woof"; }
};

int main() {
    Dog dog;
    return dog.sound().length();
}
