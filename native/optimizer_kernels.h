// One pass over a parameter and its state: plain float32 loops that the compiler vectorises, free of any tensor library.
#pragma once

#include <cstdint>

namespace cnn {

struct AdamConstants {
    float beta1, one_minus_beta1;
    float beta2, one_minus_beta2;
    float eps;
    float l2;                  // added to the gradient as l2 * p; 0 for decoupled decay
    float shrink;              // p is multiplied by it first: 1 - lr * weight_decay for decoupled decay, else 1
    float step_size;           // lr / (1 - beta1^t)
    float inv_sqrt_correction; // 1 / sqrt(1 - beta2^t)
    float sign;                // -1 to maximize
};

// Kingma and Ba 2015 (arXiv:1412.6980), as torch.optim.Adam computes it: p -= step_size * m / (sqrt(v) / sqrt(1 - beta2^t) + eps);
// with shrink < 1 Loshchilov and Hutter 2019 (arXiv:1711.05101). max_v null: no AMSGrad.
void adam_kernel(float* p, const float* g, float* m, float* v, float* max_v, int64_t count, const AdamConstants& constants);

struct SgdConstants {
    float lr;
    float momentum;
    float one_minus_dampening; // 1 on the first step, when the buffer becomes the gradient
    float weight_decay;
    float sign;
    bool nesterov;
};

// Sutskever et al. 2013, as torch.optim.SGD computes it; buffer null: no momentum.
void sgd_kernel(float* p, const float* g, float* buffer, int64_t count, const SgdConstants& constants);

} // namespace cnn
