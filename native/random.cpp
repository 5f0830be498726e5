// Random generators, and tensors filled by them.
#include <mutex>

#include "internal.h"

using namespace cnn;

namespace {

at::Generator& generator(CnnGenerator handle) {
    if (handle == nullptr) throw std::runtime_error("A generator is needed, null was given.");
    return *reinterpret_cast<at::Generator*>(handle);
}

optional<at::Generator> generator_or_default(CnnGenerator handle) {
    return handle == nullptr ? optional<at::Generator>() : optional<at::Generator>(generator(handle));
}

template <typename Operation> CnnGenerator guarded_generator(Operation operation) noexcept {
    try {
        return reinterpret_cast<CnnGenerator>(new at::Generator(operation()));
    } catch (...) {
        set_error_from_current_exception();
        return nullptr;
    }
}

} // namespace

CnnGenerator cnn_generator_new(int device_type, int device_index, uint64_t seed) {
    return guarded_generator([&] {
        // A clone of the default generator is a generator of its own on every backend, without that backend's headers.
        auto original = at::globalContext().defaultGenerator(device(device_type, device_index));
        at::Generator copy;
        {
            std::lock_guard<std::mutex> lock(original.mutex());
            copy = original.clone();
        }
        copy.set_current_seed(seed);
        return copy;
    });
}

CnnGenerator cnn_generator_default(int device_type, int device_index) {
    return guarded_generator([&] { return at::globalContext().defaultGenerator(device(device_type, device_index)); });
}

void cnn_generator_free(CnnGenerator self) { delete reinterpret_cast<at::Generator*>(self); }

int cnn_generator_set_seed(CnnGenerator self, uint64_t seed) {
    return guarded_status([&] {
        auto& target = generator(self);
        std::lock_guard<std::mutex> lock(target.mutex());
        target.set_current_seed(seed);
    });
}

int cnn_generator_seed(CnnGenerator self, uint64_t* seed) {
    return guarded_status([&] {
        auto& target = generator(self);
        std::lock_guard<std::mutex> lock(target.mutex());
        *seed = target.seed();
    });
}

int cnn_generator_initial_seed(CnnGenerator self, uint64_t* seed) {
    return guarded_status([&] { *seed = generator(self).current_seed(); });
}

CnnTensor cnn_generator_get_state(CnnGenerator self) {
    return guarded([&] {
        auto& source = generator(self);
        std::lock_guard<std::mutex> lock(source.mutex());
        return source.get_state();
    });
}

int cnn_generator_set_state(CnnGenerator self, CnnTensor state) {
    return guarded_status([&] {
        auto& target = generator(self);
        std::lock_guard<std::mutex> lock(target.mutex());
        target.set_state(tensor(state));
    });
}

int cnn_manual_seed(uint64_t seed) {
    return guarded_status([&] { at::manual_seed(seed); });
}

int cnn_cuda_manual_seed(int device_index, uint64_t seed) {
    return guarded_status([&] {
        auto target = at::globalContext().defaultGenerator(device(static_cast<int>(at::kCUDA), device_index));
        std::lock_guard<std::mutex> lock(target.mutex());
        target.set_current_seed(seed);
    });
}

CnnTensor cnn_uniform_(CnnTensor self, double from, double to, CnnGenerator source) {
    return guarded([&] { return tensor(self).uniform_(from, to, generator_or_default(source)); });
}

CnnTensor cnn_normal_(CnnTensor self, double mean, double std, CnnGenerator source) {
    return guarded([&] { return tensor(self).normal_(mean, std, generator_or_default(source)); });
}

CnnTensor cnn_bernoulli_(CnnTensor self, double p, CnnGenerator source) {
    return guarded([&] { return tensor(self).bernoulli_(p, generator_or_default(source)); });
}

CnnTensor cnn_bernoulli(CnnTensor self, CnnGenerator source) {
    return guarded([&] { return tensor(self).bernoulli(generator_or_default(source)); });
}

CnnTensor cnn_random_(CnnTensor self, int64_t from, int64_t to, CnnGenerator source) {
    return guarded([&] { return tensor(self).random_(from, optional<int64_t>(to), generator_or_default(source)); });
}

CnnTensor cnn_multinomial(CnnTensor self, int64_t samples, int replacement, CnnGenerator source) {
    return guarded([&] { return tensor(self).multinomial(samples, replacement != 0, generator_or_default(source)); });
}
