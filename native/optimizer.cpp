// Optimizer steps over all parameters in one call: our own vectorised pass on a CPU, libtorch's foreach operations on CUDA,
// and tensor operations for whatever is neither (other types, odd strides).
#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "internal.h"
#include "optimizer_kernels.h"

using namespace cnn;

namespace {

// Gradients of a whole step are cut into pieces of this many values, so that many small parameters and a few large ones share threads alike.
constexpr int64_t piece = 16384;

// The tensor in the strides of the parameter, so that all can be walked as one flat array. State tensors are replaced for good, which happens
// once after a parameter has changed its memory format.
at::Tensor in_strides_of(const at::Tensor& parameter, const at::Tensor& value) {
    if (value.strides() == parameter.strides() && value.scalar_type() == parameter.scalar_type()) return value;
    auto copy = at::empty_strided(parameter.sizes(), parameter.strides(), parameter.options().requires_grad(false));
    copy.copy_(value);
    return copy;
}

void align(const at::Tensor& parameter, CnnTensor state) {
    auto& value = tensor(state);
    if (value.sizes() != parameter.sizes()) throw std::runtime_error("The optimizer's state has another shape than its parameter.");
    if (value.strides() != parameter.strides()) value = in_strides_of(parameter, value);
}

bool is_plain_float(const at::Tensor& parameter) {
    return parameter.device().is_cpu() && parameter.scalar_type() == at::kFloat && parameter.is_non_overlapping_and_dense();
}

struct Piece {
    size_t item;
    int64_t start, count;
};

// Runs kernel(item, start, count) over all items, in pieces, on libtorch's threads. Each value belongs to exactly one piece, so the result does not
// depend on the number of threads.
template <typename Kernel> void for_each_piece(const std::vector<int64_t>& counts, const Kernel& kernel) {
    std::vector<Piece> pieces;
    for (size_t item = 0; item < counts.size(); ++item)
        for (int64_t start = 0; start < counts[item]; start += piece) pieces.push_back({item, start, std::min(piece, counts[item] - start)});
    at::parallel_for(0, static_cast<int64_t>(pieces.size()), 2, [&](int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; ++i) kernel(pieces[static_cast<size_t>(i)].item, pieces[static_cast<size_t>(i)].start, pieces[static_cast<size_t>(i)].count);
    });
}

struct AdamItem {
    at::Tensor parameter, gradient;
    CnnTensor mean, square, largest;
    double step_size, sqrt_correction;
};

AdamConstants constants_of(const CnnAdamOptions& o, const AdamItem& item) {
    AdamConstants c;
    c.beta1 = static_cast<float>(o.beta1);
    c.one_minus_beta1 = static_cast<float>(1 - o.beta1);
    c.beta2 = static_cast<float>(o.beta2);
    c.one_minus_beta2 = static_cast<float>(1 - o.beta2);
    c.eps = static_cast<float>(o.eps);
    c.l2 = o.decoupled != 0 ? 0.0f : static_cast<float>(o.weight_decay);
    c.shrink = o.decoupled != 0 ? static_cast<float>(1 - o.lr * o.weight_decay) : 1.0f;
    c.step_size = static_cast<float>(item.step_size);
    c.inv_sqrt_correction = static_cast<float>(1 / item.sqrt_correction);
    c.sign = o.maximize != 0 ? -1.0f : 1.0f;
    return c;
}

void adam_vectorised(std::vector<AdamItem>& items, const CnnAdamOptions& o) {
    struct Pointers {
        float *p, *m, *v, *max_v;
        const float* g;
        AdamConstants constants;
    };
    std::vector<Pointers> pointers;
    std::vector<int64_t> counts;
    for (auto& item : items) {
        align(item.parameter, item.mean);
        align(item.parameter, item.square);
        if (item.largest != nullptr) align(item.parameter, item.largest);
        item.gradient = in_strides_of(item.parameter, item.gradient);
        pointers.push_back({item.parameter.data_ptr<float>(), tensor(item.mean).data_ptr<float>(), tensor(item.square).data_ptr<float>(),
                            item.largest == nullptr ? nullptr : tensor(item.largest).data_ptr<float>(), item.gradient.data_ptr<float>(), constants_of(o, item)});
        counts.push_back(item.parameter.numel());
    }
    for_each_piece(counts, [&](size_t item, int64_t start, int64_t count) {
        const auto& at = pointers[item];
        adam_kernel(at.p + start, at.g + start, at.m + start, at.v + start, at.max_v == nullptr ? nullptr : at.max_v + start, count, at.constants);
    });
}

void adam_by_tensors(AdamItem& item, const CnnAdamOptions& o) {
    auto& p = item.parameter;
    auto& m = tensor(item.mean);
    auto& v = tensor(item.square);
    auto g = o.maximize != 0 ? item.gradient.neg() : item.gradient;
    if (o.weight_decay != 0) {
        if (o.decoupled != 0)
            p.mul_(1 - o.lr * o.weight_decay);
        else
            g = g.add(p, o.weight_decay);
    }
    m.mul_(o.beta1).add_(g, 1 - o.beta1);
    v.mul_(o.beta2).addcmul_(g, g, 1 - o.beta2);
    auto second = v;
    if (item.largest != nullptr) {
        auto& largest = tensor(item.largest);
        largest.copy_(at::maximum(largest, v));
        second = largest;
    }
    p.addcdiv_(m, second.sqrt().div_(item.sqrt_correction).add_(o.eps), -item.step_size);
}

// All parameters of one device and type. Steps normally agree, but a parameter may have joined later: hence scalars a tensor.
void adam_foreach(std::vector<AdamItem>& items, const CnnAdamOptions& o) {
    std::vector<at::Tensor> p, g, m, v;
    std::vector<at::Scalar> corrections, sizes;
    for (auto& item : items) {
        p.push_back(item.parameter);
        g.push_back(item.gradient);
        m.push_back(tensor(item.mean));
        v.push_back(tensor(item.square));
        corrections.emplace_back(item.sqrt_correction);
        sizes.emplace_back(-item.step_size);
    }
    if (o.maximize != 0) g = at::_foreach_neg(g);
    if (o.weight_decay != 0) {
        if (o.decoupled != 0)
            at::_foreach_mul_(p, at::Scalar(1 - o.lr * o.weight_decay));
        else
            g = at::_foreach_add(g, p, at::Scalar(o.weight_decay));
    }
    at::_foreach_mul_(m, at::Scalar(o.beta1));
    at::_foreach_add_(m, g, at::Scalar(1 - o.beta1));
    at::_foreach_mul_(v, at::Scalar(o.beta2));
    at::_foreach_addcmul_(v, g, g, at::Scalar(1 - o.beta2));
    auto denominators = at::_foreach_sqrt(v);
    at::_foreach_div_(denominators, corrections);
    at::_foreach_add_(denominators, at::Scalar(o.eps));
    at::_foreach_addcdiv_(p, m, denominators, sizes);
}

struct SgdItem {
    at::Tensor parameter, gradient;
    CnnTensor buffer;
    bool first;
};

void sgd_vectorised(std::vector<SgdItem>& items, const CnnSgdOptions& o) {
    struct Pointers {
        float *p, *buffer;
        const float* g;
        SgdConstants constants;
    };
    std::vector<Pointers> pointers;
    std::vector<int64_t> counts;
    for (auto& item : items) {
        float* buffer = nullptr;
        if (item.buffer != nullptr) {
            align(item.parameter, item.buffer);
            buffer = tensor(item.buffer).data_ptr<float>();
            // 0 * momentum + gradient: the buffer's old content must not count, not even a NaN.
            if (item.first) std::memset(buffer, 0, sizeof(float) * static_cast<size_t>(item.parameter.numel()));
        }
        item.gradient = in_strides_of(item.parameter, item.gradient);
        SgdConstants c{static_cast<float>(o.lr), static_cast<float>(o.momentum), item.first ? 1.0f : static_cast<float>(1 - o.dampening),
                       static_cast<float>(o.weight_decay), o.maximize != 0 ? -1.0f : 1.0f, o.nesterov != 0};
        pointers.push_back({item.parameter.data_ptr<float>(), buffer, item.gradient.data_ptr<float>(), c});
        counts.push_back(item.parameter.numel());
    }
    for_each_piece(counts, [&](size_t item, int64_t start, int64_t count) {
        const auto& at = pointers[item];
        sgd_kernel(at.p + start, at.g + start, at.buffer == nullptr ? nullptr : at.buffer + start, count, at.constants);
    });
}

void sgd_by_tensors(SgdItem& item, const CnnSgdOptions& o) {
    auto g = o.maximize != 0 ? item.gradient.neg() : item.gradient;
    if (o.weight_decay != 0) g = g.add(item.parameter, o.weight_decay);
    if (item.buffer != nullptr) {
        auto& buffer = tensor(item.buffer);
        if (item.first)
            buffer.copy_(g);
        else
            buffer.mul_(o.momentum).add_(g, 1 - o.dampening);
        g = o.nesterov != 0 ? g.add(buffer, o.momentum) : buffer;
    }
    item.parameter.add_(g, -o.lr);
}

void sgd_foreach(std::vector<SgdItem>& items, const CnnSgdOptions& o) {
    std::vector<at::Tensor> p, g, buffers;
    bool first = false;
    for (auto& item : items) {
        p.push_back(item.parameter);
        g.push_back(item.gradient);
        if (item.buffer != nullptr) buffers.push_back(tensor(item.buffer));
        first = first || item.first;
    }
    // The first step fills buffers; it happens once and needs no speed.
    if (first && !buffers.empty()) {
        for (auto& item : items) sgd_by_tensors(item, o);
        return;
    }
    if (o.maximize != 0) g = at::_foreach_neg(g);
    if (o.weight_decay != 0) g = at::_foreach_add(g, p, at::Scalar(o.weight_decay));
    if (!buffers.empty()) {
        at::_foreach_mul_(buffers, at::Scalar(o.momentum));
        at::_foreach_add_(buffers, g, at::Scalar(1 - o.dampening));
        g = o.nesterov != 0 ? at::_foreach_add(g, buffers, at::Scalar(o.momentum)) : buffers;
    }
    at::_foreach_add_(p, g, at::Scalar(-o.lr));
}

at::Tensor dense_gradient(const at::Tensor& parameter) {
    const auto& gradient = parameter.grad();
    if (gradient.defined() && gradient.layout() != at::kStrided) throw std::runtime_error("Sparse gradients are not supported by this optimizer.");
    return gradient;
}

// foreach operations take lists of one device and type.
template <typename Item> bool same_kind(const std::vector<Item>& items) {
    return std::all_of(items.begin(), items.end(), [&](const Item& item) {
        return item.parameter.device() == items.front().parameter.device() && item.parameter.scalar_type() == items.front().parameter.scalar_type() &&
               item.gradient.scalar_type() == item.parameter.scalar_type();
    });
}

} // namespace

int cnn_adam_step(const CnnTensor* parameters, const CnnTensor* exp_avgs, const CnnTensor* exp_avg_sqs, const CnnTensor* max_exp_avg_sqs, int64_t* steps,
                  int64_t n, const CnnAdamOptions* options) {
    return guarded_status([&] {
        c10::NoGradGuard no_grad;
        const auto& o = *options;
        std::vector<AdamItem> vectorised, others;
        for (int64_t i = 0; i < n; ++i) {
            const auto& parameter = tensor(parameters[i]);
            auto gradient = dense_gradient(parameter);
            if (!gradient.defined()) continue;
            const auto step = static_cast<double>(++steps[i]);
            AdamItem item{parameter.detach(), gradient, exp_avgs[i], exp_avg_sqs[i], max_exp_avg_sqs == nullptr ? nullptr : max_exp_avg_sqs[i],
                          o.lr / (1 - std::pow(o.beta1, step)), std::sqrt(1 - std::pow(o.beta2, step))};
            (is_plain_float(parameter) ? vectorised : others).push_back(std::move(item));
        }
        if (!vectorised.empty()) adam_vectorised(vectorised, o);
        if (others.empty()) return;
        if (others.front().parameter.is_cuda() && max_exp_avg_sqs == nullptr && same_kind(others))
            adam_foreach(others, o);
        else
            for (auto& item : others) adam_by_tensors(item, o);
    });
}

int cnn_sgd_step(const CnnTensor* parameters, const CnnTensor* buffers, int64_t* steps, int64_t n, const CnnSgdOptions* options) {
    return guarded_status([&] {
        c10::NoGradGuard no_grad;
        const auto& o = *options;
        std::vector<SgdItem> vectorised, others;
        for (int64_t i = 0; i < n; ++i) {
            const auto& parameter = tensor(parameters[i]);
            auto gradient = dense_gradient(parameter);
            if (!gradient.defined()) continue;
            SgdItem item{parameter.detach(), gradient, buffers == nullptr ? nullptr : buffers[i], steps[i]++ == 0};
            (is_plain_float(parameter) ? vectorised : others).push_back(std::move(item));
        }
        if (!vectorised.empty()) sgd_vectorised(vectorised, o);
        if (others.empty()) return;
        if (others.front().parameter.is_cuda() && same_kind(others))
            sgd_foreach(others, o);
        else
            for (auto& item : others) sgd_by_tensors(item, o);
    });
}

int cnn_unscale_(const CnnTensor* parameters, int64_t n, double inv_scale) {
    return guarded_value([&]() -> int {
        c10::NoGradGuard no_grad;
        std::vector<at::Tensor> on_cuda;
        bool finite = true;
        for (int64_t i = 0; i < n; ++i) {
            auto gradient = dense_gradient(tensor(parameters[i]));
            if (!gradient.defined()) continue;
            if (gradient.is_cuda()) {
                on_cuda.push_back(gradient);
            } else {
                gradient.mul_(inv_scale);
                finite = at::isfinite(gradient).all().item<bool>() && finite;
            }
        }
        if (!on_cuda.empty()) {
            const auto settings = on_cuda.front().options().dtype(at::kFloat);
            auto found = at::zeros({1}, settings);
            at::_amp_foreach_non_finite_check_and_unscale_(on_cuda, found, at::full({}, inv_scale, settings));
            finite = found.item<float>() == 0.0f && finite;
        }
        return finite ? 0 : 1;
    });
}

int cnn_clip_grad_norm_(const CnnTensor* parameters, int64_t n, double max_norm, double norm_type, double* total_norm) {
    return guarded_status([&] {
        c10::NoGradGuard no_grad;
        std::vector<at::Tensor> gradients, norms;
        for (int64_t i = 0; i < n; ++i) {
            auto gradient = dense_gradient(tensor(parameters[i]));
            if (!gradient.defined()) continue;
            gradients.push_back(gradient);
            norms.push_back(std::isinf(norm_type) ? gradient.abs().max() : gradient.norm(at::Scalar(norm_type)));
        }
        *total_norm = 0;
        if (gradients.empty()) return;
        const auto all = at::stack(norms);
        *total_norm = (std::isinf(norm_type) ? all.max() : all.norm(at::Scalar(norm_type))).item<double>();
        // torch.nn.utils.clip_grad_norm_ adds the same 1e-6 against a division by zero.
        const double factor = max_norm / (*total_norm + 1e-6);
        if (factor < 1)
            for (auto& gradient : gradients) gradient.mul_(factor);
    });
}
