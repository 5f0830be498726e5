#include "optimizer_kernels.h"

#include <cmath>

// One clone for each generation of vector units, chosen when the library is loaded.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && defined(__linux__)
#define CNN_VECTORISED __attribute__((target_clones("arch=skylake-avx512", "arch=haswell", "default")))
#else
#define CNN_VECTORISED
#endif

namespace cnn {

namespace {

CNN_VECTORISED void adam_plain(float* __restrict p, const float* __restrict g, float* __restrict m, float* __restrict v, int64_t count, AdamConstants c) {
    for (int64_t i = 0; i < count; ++i) {
        const float weight = p[i] * c.shrink;
        const float gradient = c.sign * g[i] + c.l2 * p[i];
        const float mean = c.beta1 * m[i] + c.one_minus_beta1 * gradient;
        const float square = c.beta2 * v[i] + c.one_minus_beta2 * gradient * gradient;
        m[i] = mean;
        v[i] = square;
        p[i] = weight - c.step_size * mean / (std::sqrt(square) * c.inv_sqrt_correction + c.eps);
    }
}

CNN_VECTORISED void adam_amsgrad(float* __restrict p, const float* __restrict g, float* __restrict m, float* __restrict v, float* __restrict max_v,
                                 int64_t count, AdamConstants c) {
    for (int64_t i = 0; i < count; ++i) {
        const float weight = p[i] * c.shrink;
        const float gradient = c.sign * g[i] + c.l2 * p[i];
        const float mean = c.beta1 * m[i] + c.one_minus_beta1 * gradient;
        const float square = c.beta2 * v[i] + c.one_minus_beta2 * gradient * gradient;
        const float largest = max_v[i] > square ? max_v[i] : square;
        m[i] = mean;
        v[i] = square;
        max_v[i] = largest;
        p[i] = weight - c.step_size * mean / (std::sqrt(largest) * c.inv_sqrt_correction + c.eps);
    }
}

CNN_VECTORISED void sgd_plain(float* __restrict p, const float* __restrict g, int64_t count, SgdConstants c) {
    for (int64_t i = 0; i < count; ++i) p[i] -= c.lr * (c.sign * g[i] + c.weight_decay * p[i]);
}

CNN_VECTORISED void sgd_momentum(float* __restrict p, const float* __restrict g, float* __restrict buffer, int64_t count, SgdConstants c) {
    for (int64_t i = 0; i < count; ++i) {
        const float gradient = c.sign * g[i] + c.weight_decay * p[i];
        const float velocity = c.momentum * buffer[i] + c.one_minus_dampening * gradient;
        buffer[i] = velocity;
        p[i] -= c.lr * velocity;
    }
}

CNN_VECTORISED void sgd_nesterov(float* __restrict p, const float* __restrict g, float* __restrict buffer, int64_t count, SgdConstants c) {
    for (int64_t i = 0; i < count; ++i) {
        const float gradient = c.sign * g[i] + c.weight_decay * p[i];
        const float velocity = c.momentum * buffer[i] + c.one_minus_dampening * gradient;
        buffer[i] = velocity;
        p[i] -= c.lr * (gradient + c.momentum * velocity);
    }
}

} // namespace

void adam_kernel(float* p, const float* g, float* m, float* v, float* max_v, int64_t count, const AdamConstants& constants) {
    if (max_v == nullptr)
        adam_plain(p, g, m, v, count, constants);
    else
        adam_amsgrad(p, g, m, v, max_v, count, constants);
}

void sgd_kernel(float* p, const float* g, float* buffer, int64_t count, const SgdConstants& constants) {
    if (buffer == nullptr)
        sgd_plain(p, g, count, constants);
    else if (constants.nesterov)
        sgd_nesterov(p, g, buffer, count, constants);
    else
        sgd_momentum(p, g, buffer, count, constants);
}

} // namespace cnn
