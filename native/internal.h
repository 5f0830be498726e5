// What the implementation files share: handles to tensors and back, and the wall that no exception crosses.
#pragma once

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <atomic>
#include <exception>
#include <string>
#include <utility>
#include <vector>

#include "cnntorch.h"

#if __has_include(<torch/csrc/api/include/torch/version.h>)
#include <torch/csrc/api/include/torch/version.h>
#else
#include <torch/version.h>
#endif

#define CNN_TORCH_AT_LEAST(major, minor) (TORCH_VERSION_MAJOR > (major) || (TORCH_VERSION_MAJOR == (major) && TORCH_VERSION_MINOR >= (minor)))

#if CNN_TORCH_AT_LEAST(2, 4)
#include <optional>
#endif

namespace cnn {

// c10::optional became std::optional during 2.x and loses its old name later.
#if CNN_TORCH_AT_LEAST(2, 4)
template <typename T> using optional = std::optional<T>;
constexpr auto nullopt = std::nullopt;
#else
template <typename T> using optional = c10::optional<T>;
constexpr auto nullopt = c10::nullopt;
#endif

void set_error(const std::string& message);
void set_error_from_current_exception();
extern std::atomic<int64_t> live_tensors;

inline at::Tensor& tensor(CnnTensor handle) {
    if (handle == nullptr) throw std::runtime_error("A tensor is needed, null was given.");
    return *reinterpret_cast<at::Tensor*>(handle);
}

inline at::Tensor tensor_or_undefined(CnnTensor handle) { return handle == nullptr ? at::Tensor() : *reinterpret_cast<at::Tensor*>(handle); }

inline optional<at::Tensor> optional_tensor(CnnTensor handle) {
    return handle == nullptr ? optional<at::Tensor>() : optional<at::Tensor>(*reinterpret_cast<at::Tensor*>(handle));
}

inline CnnTensor to_handle(at::Tensor value) {
    auto* owned = new at::Tensor(std::move(value));
    live_tensors.fetch_add(1, std::memory_order_relaxed);
    return reinterpret_cast<CnnTensor>(owned);
}

inline std::vector<at::Tensor> tensors(const CnnTensor* handles, int64_t count) {
    std::vector<at::Tensor> list;
    list.reserve(static_cast<size_t>(count));
    for (int64_t i = 0; i < count; ++i) list.push_back(tensor(handles[i]));
    return list;
}

inline at::Scalar scalar(CnnScalar value) {
    if (value.kind == 0) return at::Scalar(value.bits);
    if (value.kind == 2) return at::Scalar(value.bits != 0);
    double number;
    static_assert(sizeof number == sizeof value.bits, "a double has 64 bits");
    __builtin_memcpy(&number, &value.bits, sizeof number);
    return at::Scalar(number);
}

inline at::IntArrayRef ints(const int64_t* values, int64_t count) { return at::IntArrayRef(values, static_cast<size_t>(count)); }
inline at::IntArrayRef pair(const int64_t* values) { return at::IntArrayRef(values, 2); }

inline at::Device device(int type, int index) {
    return at::Device(static_cast<at::DeviceType>(type), static_cast<at::DeviceIndex>(index));
}

inline optional<at::ScalarType> optional_dtype(int dtype) {
    return dtype < 0 ? optional<at::ScalarType>() : optional<at::ScalarType>(static_cast<at::ScalarType>(dtype));
}

inline at::MemoryFormat memory_format(int format) {
    switch (format) {
        case 0: return at::MemoryFormat::Contiguous;
        case 2: return at::MemoryFormat::ChannelsLast;
        default: return at::MemoryFormat::Preserve;
    }
}

// Runs an operation that makes a tensor; null with the message kept if it throws.
template <typename Operation> CnnTensor guarded(Operation operation) noexcept {
    try {
        return to_handle(operation());
    } catch (...) {
        set_error_from_current_exception();
        return nullptr;
    }
}

// Runs an operation that gives a number; -1 with the message kept if it throws.
template <typename Operation> auto guarded_value(Operation operation) noexcept -> decltype(operation()) {
    try {
        return operation();
    } catch (...) {
        set_error_from_current_exception();
        return -1;
    }
}

// Runs an operation for its effect: 0, or -1 with the message kept.
template <typename Operation> int guarded_status(Operation operation) noexcept {
    try {
        operation();
        return 0;
    } catch (...) {
        set_error_from_current_exception();
        return -1;
    }
}

} // namespace cnn
