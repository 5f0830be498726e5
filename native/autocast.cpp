// Automatic mixed precision for the calling thread.
#include <ATen/autocast_mode.h>

#include "internal.h"

using namespace cnn;

namespace {

#if CNN_TORCH_AT_LEAST(2, 4)

bool is_enabled(at::DeviceType type) { return at::autocast::is_autocast_enabled(type); }
void set_enabled(at::DeviceType type, bool enabled) { at::autocast::set_autocast_enabled(type, enabled); }
at::ScalarType get_dtype(at::DeviceType type) { return at::autocast::get_autocast_dtype(type); }
void set_dtype(at::DeviceType type, at::ScalarType dtype) { at::autocast::set_autocast_dtype(type, dtype); }

#else

bool is_cpu(at::DeviceType type) {
    if (type == at::kCPU) return true;
    if (type == at::kCUDA) return false;
    throw std::runtime_error("Autocast exists for the CPU and for CUDA.");
}
bool is_enabled(at::DeviceType type) { return is_cpu(type) ? at::autocast::is_cpu_enabled() : at::autocast::is_enabled(); }
void set_enabled(at::DeviceType type, bool enabled) { is_cpu(type) ? at::autocast::set_cpu_enabled(enabled) : at::autocast::set_enabled(enabled); }
at::ScalarType get_dtype(at::DeviceType type) { return is_cpu(type) ? at::autocast::get_autocast_cpu_dtype() : at::autocast::get_autocast_gpu_dtype(); }
void set_dtype(at::DeviceType type, at::ScalarType dtype) {
    is_cpu(type) ? at::autocast::set_autocast_cpu_dtype(dtype) : at::autocast::set_autocast_gpu_dtype(dtype);
}

#endif

} // namespace

int cnn_autocast_enter(int device_type, int enabled, int dtype, CnnAutocastState* previous) {
    return guarded_status([&] {
        const auto type = static_cast<at::DeviceType>(device_type);
        const auto target = static_cast<at::ScalarType>(dtype);
        if (type == at::kCPU && target != at::kBFloat16) throw std::runtime_error("On a CPU, autocast computes in bfloat16 only.");
        if (type == at::kCUDA && target != at::kBFloat16 && target != at::kHalf) throw std::runtime_error("On CUDA, autocast computes in float16 or bfloat16.");
        previous->device_type = device_type;
        previous->was_enabled = is_enabled(type) ? 1 : 0;
        previous->previous_dtype = static_cast<int64_t>(get_dtype(type));
        set_enabled(type, enabled != 0);
        set_dtype(type, target);
        at::autocast::increment_nesting();
    });
}

int cnn_autocast_leave(const CnnAutocastState* previous) {
    return guarded_status([&] {
        const auto type = static_cast<at::DeviceType>(previous->device_type);
        // The cache holds the weights' low-precision copies; they are stale once the optimizer has stepped.
        if (at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();
        set_enabled(type, previous->was_enabled != 0);
        set_dtype(type, static_cast<at::ScalarType>(previous->previous_dtype));
    });
}

int cnn_autocast_enabled(int device_type) {
    return guarded_value([&]() -> int { return is_enabled(static_cast<at::DeviceType>(device_type)) ? 1 : 0; });
}
