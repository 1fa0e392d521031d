#include <condition_variable>
#include <iostream>
#include <mutex>

int main() {
    std::mutex mutex;
    std::condition_variable changed;
    std::unique_lock lock(mutex);
    bool ready = false;
    std::cout << "waiting" << std::endl;
    changed.wait(lock, [&] { return ready; });
    std::cout << "never printed" << std::endl;
}
