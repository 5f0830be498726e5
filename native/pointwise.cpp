// Element-wise operations and matrix products.
#include "internal.h"

using namespace cnn;

#define CNN_DEFINE_UNARY(name)                                                                        \
    CnnTensor cnn_##name(CnnTensor self) { return guarded([&] { return tensor(self).name(); }); } \
    CnnTensor cnn_##name##_(CnnTensor self) { return guarded([&] { return tensor(self).name##_(); }); }
#define CNN_DEFINE_PREDICATE(name) \
    CnnTensor cnn_##name(CnnTensor self) { return guarded([&] { return at::name(tensor(self)); }); }
#define CNN_DEFINE_BINARY(name) \
    CnnTensor cnn_##name(CnnTensor self, CnnTensor other) { return guarded([&] { return at::name(tensor(self), tensor(other)); }); }
#define CNN_DEFINE_COMPARE(name)                                                                                                    \
    CnnTensor cnn_##name(CnnTensor self, CnnTensor other) { return guarded([&] { return at::name(tensor(self), tensor(other)); }); } \
    CnnTensor cnn_##name##_scalar(CnnTensor self, CnnScalar other) { return guarded([&] { return at::name(tensor(self), scalar(other)); }); }
CNN_UNARY_OPS(CNN_DEFINE_UNARY)
CNN_PREDICATE_OPS(CNN_DEFINE_PREDICATE)
CNN_BINARY_OPS(CNN_DEFINE_BINARY)
CNN_COMPARE_OPS(CNN_DEFINE_COMPARE)

CnnTensor cnn_add(CnnTensor self, CnnTensor other, CnnScalar alpha, int in_place) {
    return guarded([&] {
        auto& a = tensor(self);
        return in_place != 0 ? a.add_(tensor(other), scalar(alpha)) : a.add(tensor(other), scalar(alpha));
    });
}

CnnTensor cnn_add_scalar(CnnTensor self, CnnScalar other, CnnScalar alpha, int in_place) {
    return guarded([&] {
        auto& a = tensor(self);
        return in_place != 0 ? a.add_(scalar(other), scalar(alpha)) : a.add(scalar(other), scalar(alpha));
    });
}

CnnTensor cnn_sub(CnnTensor self, CnnTensor other, int in_place) {
    return guarded([&] {
        auto& a = tensor(self);
        return in_place != 0 ? a.sub_(tensor(other)) : a.sub(tensor(other));
    });
}

CnnTensor cnn_sub_scalar(CnnTensor self, CnnScalar other, int in_place) {
    return guarded([&] {
        auto& a = tensor(self);
        return in_place != 0 ? a.sub_(scalar(other)) : a.sub(scalar(other));
    });
}

CnnTensor cnn_mul(CnnTensor self, CnnTensor other, int in_place) {
    return guarded([&] {
        auto& a = tensor(self);
        return in_place != 0 ? a.mul_(tensor(other)) : a.mul(tensor(other));
    });
}

CnnTensor cnn_mul_scalar(CnnTensor self, CnnScalar other, int in_place) {
    return guarded([&] {
        auto& a = tensor(self);
        return in_place != 0 ? a.mul_(scalar(other)) : a.mul(scalar(other));
    });
}

namespace {

template <typename Other> at::Tensor divide(at::Tensor& a, const Other& b, int rounding, int in_place) {
    if (rounding == 1) return in_place != 0 ? a.div_(b, "trunc") : a.div(b, "trunc");
    if (rounding == 2) return in_place != 0 ? a.div_(b, "floor") : a.div(b, "floor");
    return in_place != 0 ? a.div_(b) : a.div(b);
}

} // namespace

CnnTensor cnn_div(CnnTensor self, CnnTensor other, int rounding, int in_place) {
    return guarded([&] { return divide(tensor(self), tensor(other), rounding, in_place); });
}

CnnTensor cnn_div_scalar(CnnTensor self, CnnScalar other, int rounding, int in_place) {
    return guarded([&] { return divide(tensor(self), scalar(other), rounding, in_place); });
}

CnnTensor cnn_pow(CnnTensor self, CnnTensor exponent, int in_place) {
    return guarded([&] {
        auto& a = tensor(self);
        return in_place != 0 ? a.pow_(tensor(exponent)) : a.pow(tensor(exponent));
    });
}

CnnTensor cnn_pow_scalar(CnnTensor self, CnnScalar exponent, int in_place) {
    return guarded([&] {
        auto& a = tensor(self);
        return in_place != 0 ? a.pow_(scalar(exponent)) : a.pow(scalar(exponent));
    });
}

CnnTensor cnn_addcmul(CnnTensor self, CnnTensor a, CnnTensor b, CnnScalar value, int in_place) {
    return guarded([&] {
        auto& target = tensor(self);
        return in_place != 0 ? target.addcmul_(tensor(a), tensor(b), scalar(value)) : target.addcmul(tensor(a), tensor(b), scalar(value));
    });
}

CnnTensor cnn_addcdiv(CnnTensor self, CnnTensor a, CnnTensor b, CnnScalar value, int in_place) {
    return guarded([&] {
        auto& target = tensor(self);
        return in_place != 0 ? target.addcdiv_(tensor(a), tensor(b), scalar(value)) : target.addcdiv(tensor(a), tensor(b), scalar(value));
    });
}

CnnTensor cnn_lerp(CnnTensor self, CnnTensor end, CnnTensor weight, int in_place) {
    return guarded([&] {
        auto& target = tensor(self);
        return in_place != 0 ? target.lerp_(tensor(end), tensor(weight)) : target.lerp(tensor(end), tensor(weight));
    });
}

CnnTensor cnn_clamp(CnnTensor self, const CnnScalar* min, const CnnScalar* max, int in_place) {
    return guarded([&] {
        auto& target = tensor(self);
        optional<at::Scalar> low, high;
        if (min != nullptr) low = scalar(*min);
        if (max != nullptr) high = scalar(*max);
        return in_place != 0 ? target.clamp_(low, high) : target.clamp(low, high);
    });
}

CnnTensor cnn_clamp_tensor(CnnTensor self, CnnTensor min, CnnTensor max) {
    return guarded([&] { return tensor(self).clamp(optional_tensor(min), optional_tensor(max)); });
}

CnnTensor cnn_fill_(CnnTensor self, CnnScalar value) {
    return guarded([&] { return tensor(self).fill_(scalar(value)); });
}

CnnTensor cnn_zero_(CnnTensor self) {
    return guarded([&] { return tensor(self).zero_(); });
}

CnnTensor cnn_masked_fill(CnnTensor self, CnnTensor mask, CnnScalar value, int in_place) {
    return guarded([&] {
        auto& target = tensor(self);
        return in_place != 0 ? target.masked_fill_(tensor(mask), scalar(value)) : target.masked_fill(tensor(mask), scalar(value));
    });
}

CnnTensor cnn_where(CnnTensor condition, CnnTensor a, CnnTensor b) {
    return guarded([&] { return at::where(tensor(condition), tensor(a), tensor(b)); });
}

CnnTensor cnn_silu(CnnTensor self, int in_place) {
    return guarded([&] { return in_place != 0 ? at::silu_(tensor(self)) : at::silu(tensor(self)); });
}

CnnTensor cnn_gelu(CnnTensor self, int tanh_approximation) {
    return guarded([&] { return at::gelu(tensor(self), tanh_approximation != 0 ? "tanh" : "none"); });
}

CnnTensor cnn_leaky_relu(CnnTensor self, CnnScalar negative_slope) {
    return guarded([&] { return at::leaky_relu(tensor(self), scalar(negative_slope)); });
}

CnnTensor cnn_softmax(CnnTensor self, int64_t dim, int dtype) {
    return guarded([&] { return at::softmax(tensor(self), dim, optional_dtype(dtype)); });
}

CnnTensor cnn_log_softmax(CnnTensor self, int64_t dim, int dtype) {
    return guarded([&] { return at::log_softmax(tensor(self), dim, optional_dtype(dtype)); });
}
