// Gradients, and the modes that switch their recording.
#include <c10/core/InferenceMode.h>

#include "internal.h"

using namespace cnn;

int cnn_backward(CnnTensor self, CnnTensor gradient, int retain_graph, int create_graph) {
    return guarded_status([&] { tensor(self).backward(tensor_or_undefined(gradient), retain_graph != 0 || create_graph != 0, create_graph != 0); });
}

int cnn_grad(CnnTensor self, CnnTensor* grad) {
    *grad = nullptr;
    return guarded_status([&] {
        const auto& value = tensor(self).grad();
        if (value.defined()) *grad = to_handle(value);
    });
}

int cnn_set_grad(CnnTensor self, CnnTensor grad) {
    return guarded_status([&] { tensor(self).mutable_grad() = tensor_or_undefined(grad); });
}

int cnn_zero_grad(const CnnTensor* parameters, int64_t n, int set_to_none) {
    return guarded_status([&] {
        c10::NoGradGuard no_grad;
        for (int64_t i = 0; i < n; ++i) {
            auto& gradient = tensor(parameters[i]).mutable_grad();
            if (!gradient.defined()) continue;
            if (set_to_none != 0)
                gradient.reset();
            else
                gradient.detach_().zero_();
        }
    });
}

CnnTensor cnn_detach(CnnTensor self) {
    return guarded([&] { return tensor(self).detach(); });
}

CnnTensor cnn_detach_(CnnTensor self) {
    return guarded([&] { return tensor(self).detach_(); });
}

int cnn_grad_mode(void) { return c10::GradMode::is_enabled() ? 1 : 0; }

void cnn_set_grad_mode(int enabled) { c10::GradMode::set_enabled(enabled != 0); }

void* cnn_inference_mode_enter(int enabled) {
    try {
        return new c10::InferenceMode(enabled != 0);
    } catch (...) {
        set_error_from_current_exception();
        return nullptr;
    }
}

void cnn_inference_mode_leave(void* guard) { delete static_cast<c10::InferenceMode*>(guard); }

int cnn_inference_mode(void) { return c10::InferenceMode::is_enabled() ? 1 : 0; }
