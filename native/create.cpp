// New tensors.
#include <cstring>

#include "internal.h"

using namespace cnn;

namespace {

at::TensorOptions options(int dtype, int device_type, int device_index) {
    return at::TensorOptions().dtype(static_cast<at::ScalarType>(dtype)).device(device(device_type, device_index));
}

// requires_grad is set on the finished tensor: factories of the ATen namespace do not take it.
at::Tensor with_grad(at::Tensor value, int requires_grad) {
    if (requires_grad != 0) value.requires_grad_(true);
    return value;
}

optional<at::Generator> generator_or_default(CnnGenerator generator) {
    return generator == nullptr ? optional<at::Generator>() : optional<at::Generator>(*reinterpret_cast<at::Generator*>(generator));
}

} // namespace

CnnTensor cnn_empty(const int64_t* size, int64_t n, int format, CNN_OPTIONS) {
    return guarded([&] {
        auto settings = options(dtype, device_type, device_index);
        return with_grad(format == 2 ? at::empty(ints(size, n), settings, at::MemoryFormat::ChannelsLast) : at::empty(ints(size, n), settings), requires_grad);
    });
}

CnnTensor cnn_zeros(const int64_t* size, int64_t n, CNN_OPTIONS) {
    return guarded([&] { return with_grad(at::zeros(ints(size, n), options(dtype, device_type, device_index)), requires_grad); });
}

CnnTensor cnn_ones(const int64_t* size, int64_t n, CNN_OPTIONS) {
    return guarded([&] { return with_grad(at::ones(ints(size, n), options(dtype, device_type, device_index)), requires_grad); });
}

CnnTensor cnn_full(const int64_t* size, int64_t n, CnnScalar value, CNN_OPTIONS) {
    return guarded([&] { return with_grad(at::full(ints(size, n), scalar(value), options(dtype, device_type, device_index)), requires_grad); });
}

CnnTensor cnn_arange(CnnScalar start, CnnScalar end, CnnScalar step, CNN_OPTIONS) {
    return guarded(
        [&] { return with_grad(at::arange(scalar(start), scalar(end), scalar(step), options(dtype, device_type, device_index)), requires_grad); });
}

CnnTensor cnn_linspace(double start, double end, int64_t steps, CNN_OPTIONS) {
    return guarded([&] { return with_grad(at::linspace(start, end, steps, options(dtype, device_type, device_index)), requires_grad); });
}

CnnTensor cnn_eye(int64_t rows, int64_t columns, CNN_OPTIONS) {
    return guarded([&] { return with_grad(at::eye(rows, columns, options(dtype, device_type, device_index)), requires_grad); });
}

CnnTensor cnn_rand(const int64_t* size, int64_t n, CnnGenerator generator, CNN_OPTIONS) {
    return guarded(
        [&] { return with_grad(at::rand(ints(size, n), generator_or_default(generator), options(dtype, device_type, device_index)), requires_grad); });
}

CnnTensor cnn_randn(const int64_t* size, int64_t n, CnnGenerator generator, CNN_OPTIONS) {
    return guarded(
        [&] { return with_grad(at::randn(ints(size, n), generator_or_default(generator), options(dtype, device_type, device_index)), requires_grad); });
}

CnnTensor cnn_randint(int64_t low, int64_t high, const int64_t* size, int64_t n, CnnGenerator generator, CNN_OPTIONS) {
    return guarded([&] {
        return with_grad(at::randint(low, high, ints(size, n), generator_or_default(generator), options(dtype, device_type, device_index)), requires_grad);
    });
}

CnnTensor cnn_randperm(int64_t count, CnnGenerator generator, CNN_OPTIONS) {
    return guarded(
        [&] { return with_grad(at::randperm(count, generator_or_default(generator), options(dtype, device_type, device_index)), requires_grad); });
}

CnnTensor cnn_from_data(const void* data, const int64_t* size, int64_t n, int dtype) {
    return guarded([&] {
        auto result = at::empty(ints(size, n), options(dtype, 0, -1));
        if (result.nbytes() > 0) std::memcpy(result.data_ptr(), data, result.nbytes());
        return result;
    });
}

CnnTensor cnn_from_blob(void* data, const int64_t* size, int64_t n, int dtype, void (*release)(void*), void* context) {
    return guarded([&] {
        return at::from_blob(data, ints(size, n), [release, context](void*) { release(context); }, at::TensorOptions().dtype(static_cast<at::ScalarType>(dtype)));
    });
}

CnnTensor cnn_like(CnnTensor self, int kind, CnnScalar value, CNN_OPTIONS) {
    return guarded([&] {
        const auto& source = tensor(self);
        auto settings = at::TensorOptions()
                            .dtype(dtype < 0 ? source.scalar_type() : static_cast<at::ScalarType>(dtype))
                            .device(device_type < 0 ? source.device() : device(device_type, device_index));
        switch (kind) {
            case 0: return with_grad(at::empty_like(source, settings), requires_grad);
            case 1: return with_grad(at::zeros_like(source, settings), requires_grad);
            case 2: return with_grad(at::ones_like(source, settings), requires_grad);
            case 3: return with_grad(at::full_like(source, scalar(value), settings), requires_grad);
            case 4: return with_grad(at::rand_like(source, settings), requires_grad);
            case 5: return with_grad(at::randn_like(source, settings), requires_grad);
            default: throw std::runtime_error("Unknown kind of tensor to create.");
        }
    });
}
