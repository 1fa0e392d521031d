#include <csignal>
#include <cstdio>
#include <iostream>

static volatile std::sig_atomic_t seen = 0;

int main() {
    std::signal(SIGINT, [](int number) { seen = number; });
    std::raise(SIGINT);
    std::cout << "survived " << seen << std::endl << "lost in the buffer";
    std::raise(SIGKILL);
    std::puts("never printed");
}
