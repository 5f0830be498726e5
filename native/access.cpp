// What a tensor is, and its values in and out.
#include <cstring>

#include "internal.h"

using namespace cnn;

void cnn_tensor_free(CnnTensor self) {
    if (self == nullptr) return;
    live_tensors.fetch_sub(1, std::memory_order_relaxed);
    // A gradient hook or a blob's release function may throw; nothing useful could be done with it here.
    guarded_status([&] { delete reinterpret_cast<at::Tensor*>(self); });
}

int64_t cnn_live_tensors(void) { return live_tensors.load(std::memory_order_relaxed); }

CnnTensor cnn_alias(CnnTensor self) {
    return guarded([&] { return tensor(self); });
}

int64_t cnn_dim(CnnTensor self) {
    return guarded_value([&]() -> int64_t { return tensor(self).dim(); });
}

int64_t cnn_numel(CnnTensor self) {
    return guarded_value([&]() -> int64_t { return tensor(self).numel(); });
}

int64_t cnn_size(CnnTensor self, int64_t dim) {
    return guarded_value([&]() -> int64_t { return tensor(self).size(dim); });
}

int cnn_sizes(CnnTensor self, int64_t* sizes) {
    return guarded_status([&] {
        const auto values = tensor(self).sizes();
        std::copy(values.begin(), values.end(), sizes);
    });
}

int cnn_strides(CnnTensor self, int64_t* strides) {
    return guarded_status([&] {
        const auto values = tensor(self).strides();
        std::copy(values.begin(), values.end(), strides);
    });
}

int cnn_dtype(CnnTensor self) {
    return guarded_value([&]() -> int { return static_cast<int>(tensor(self).scalar_type()); });
}

int64_t cnn_element_size(CnnTensor self) {
    return guarded_value([&]() -> int64_t { return static_cast<int64_t>(tensor(self).element_size()); });
}

int cnn_device(CnnTensor self, int* device_type, int* device_index) {
    return guarded_status([&] {
        const auto place = tensor(self).device();
        *device_type = static_cast<int>(place.type());
        *device_index = place.index();
    });
}

void* cnn_data_ptr(CnnTensor self) {
    try {
        return tensor(self).data_ptr();
    } catch (...) {
        set_error_from_current_exception();
        return nullptr;
    }
}

int cnn_is_contiguous(CnnTensor self, int format) {
    return guarded_value([&]() -> int { return tensor(self).is_contiguous(memory_format(format)) ? 1 : 0; });
}

int cnn_is_leaf(CnnTensor self) {
    return guarded_value([&]() -> int { return tensor(self).is_leaf() ? 1 : 0; });
}

int cnn_requires_grad(CnnTensor self) {
    return guarded_value([&]() -> int { return tensor(self).requires_grad() ? 1 : 0; });
}

int cnn_set_requires_grad(CnnTensor self, int requires_grad) {
    return guarded_status([&] { tensor(self).requires_grad_(requires_grad != 0); });
}

namespace {

void check_bytes(const at::Tensor& value, int64_t bytes, int dtype) {
    const auto needed = value.numel() * static_cast<int64_t>(c10::elementSize(static_cast<at::ScalarType>(dtype)));
    if (bytes != needed)
        throw std::runtime_error("The tensor holds " + std::to_string(needed) + " bytes in this type, the buffer " + std::to_string(bytes) + ".");
}

} // namespace

int cnn_copy_to_host(CnnTensor self, void* destination, int64_t bytes, int dtype) {
    return guarded_status([&] {
        const auto& source = tensor(self);
        check_bytes(source, bytes, dtype);
        if (bytes == 0) return;
        const auto plain = source.detach().to(at::Device(at::kCPU), static_cast<at::ScalarType>(dtype)).contiguous();
        std::memcpy(destination, plain.data_ptr(), static_cast<size_t>(bytes));
    });
}

int cnn_copy_from_host(CnnTensor self, const void* source, int64_t bytes, int dtype) {
    return guarded_status([&] {
        auto& target = tensor(self);
        check_bytes(target, bytes, dtype);
        if (bytes == 0) return;
        const auto type = static_cast<at::ScalarType>(dtype);
        c10::NoGradGuard no_grad;
        // The blob is only read, and only until copy_ returns.
        target.copy_(at::from_blob(const_cast<void*>(source), target.sizes(), at::TensorOptions().dtype(type)));
    });
}

int cnn_item_double(CnnTensor self, double* value) {
    return guarded_status([&] { *value = tensor(self).item().toDouble(); });
}

int cnn_item_int64(CnnTensor self, int64_t* value) {
    return guarded_status([&] { *value = tensor(self).item().toLong(); });
}

CnnTensor cnn_to(CnnTensor self, int dtype, int device_type, int device_index, int format, int non_blocking, int copy) {
    return guarded([&] {
        const auto& source = tensor(self);
        const auto type = dtype < 0 ? source.scalar_type() : static_cast<at::ScalarType>(dtype);
        const auto place = device_type < 0 ? source.device() : device(device_type, device_index);
        return source.to(place, type, non_blocking != 0, copy != 0, memory_format(format));
    });
}

CnnTensor cnn_contiguous(CnnTensor self, int format) {
    return guarded([&] { return tensor(self).contiguous(memory_format(format)); });
}

CnnTensor cnn_clone(CnnTensor self, int format) {
    return guarded([&] { return tensor(self).clone(memory_format(format)); });
}

CnnTensor cnn_pin_memory(CnnTensor self) {
    return guarded([&] { return tensor(self).pin_memory(); });
}

CnnTensor cnn_copy_(CnnTensor self, CnnTensor source, int non_blocking) {
    return guarded([&] { return tensor(self).copy_(tensor(source), non_blocking != 0); });
}

int cnn_set_data(CnnTensor self, CnnTensor other) {
    return guarded_status([&] { tensor(self).set_data(tensor(other)); });
}
