// The operations of convolutional networks.
#include "internal.h"

using namespace cnn;

CnnTensor cnn_conv2d(CnnTensor input, CnnTensor weight, CnnTensor bias, const int64_t* stride, const int64_t* padding, const int64_t* dilation, int64_t groups) {
    return guarded([&] { return at::conv2d(tensor(input), tensor(weight), optional_tensor(bias), pair(stride), pair(padding), pair(dilation), groups); });
}

CnnTensor cnn_conv2d_padding(CnnTensor input, CnnTensor weight, CnnTensor bias, const int64_t* stride, int same, const int64_t* dilation, int64_t groups) {
    return guarded([&] {
        return at::conv2d(tensor(input), tensor(weight), optional_tensor(bias), pair(stride), same != 0 ? "same" : "valid", pair(dilation), groups);
    });
}

CnnTensor cnn_linear(CnnTensor input, CnnTensor weight, CnnTensor bias) {
    return guarded([&] { return at::linear(tensor(input), tensor(weight), optional_tensor(bias)); });
}

CnnTensor cnn_max_pool2d(CnnTensor input, const int64_t* kernel, const int64_t* stride, const int64_t* padding, const int64_t* dilation, int ceil_mode) {
    return guarded([&] { return at::max_pool2d(tensor(input), pair(kernel), pair(stride), pair(padding), pair(dilation), ceil_mode != 0); });
}

CnnTensor cnn_avg_pool2d(CnnTensor input, const int64_t* kernel, const int64_t* stride, const int64_t* padding, int ceil_mode, int count_include_pad,
                         int64_t divisor) {
    return guarded([&] {
        return at::avg_pool2d(tensor(input), pair(kernel), pair(stride), pair(padding), ceil_mode != 0, count_include_pad != 0,
                              divisor == 0 ? optional<int64_t>() : optional<int64_t>(divisor));
    });
}

CnnTensor cnn_adaptive_avg_pool2d(CnnTensor input, const int64_t* output_size) {
    return guarded([&] { return at::adaptive_avg_pool2d(tensor(input), pair(output_size)); });
}

CnnTensor cnn_batch_norm(CnnTensor input, CnnTensor weight, CnnTensor bias, CnnTensor mean, CnnTensor variance, int training, double momentum, double eps) {
    return guarded([&] {
        return at::batch_norm(tensor(input), optional_tensor(weight), optional_tensor(bias), optional_tensor(mean), optional_tensor(variance), training != 0,
                              momentum, eps, at::globalContext().userEnabledCuDNN());
    });
}

CnnTensor cnn_dropout(CnnTensor input, double p, int training, int in_place) {
    return guarded([&] { return in_place != 0 ? at::dropout_(tensor(input), p, training != 0) : at::dropout(tensor(input), p, training != 0); });
}

CnnTensor cnn_cross_entropy(CnnTensor input, CnnTensor target, CnnTensor weight, int64_t reduction, int64_t ignore_index, double label_smoothing) {
    return guarded([&] { return at::cross_entropy_loss(tensor(input), tensor(target), optional_tensor(weight), reduction, ignore_index, label_smoothing); });
}

CnnTensor cnn_nll_loss(CnnTensor input, CnnTensor target, CnnTensor weight, int64_t reduction, int64_t ignore_index) {
    return guarded([&] { return at::nll_loss_nd(tensor(input), tensor(target), optional_tensor(weight), reduction, ignore_index); });
}

CnnTensor cnn_mse_loss(CnnTensor input, CnnTensor target, int64_t reduction) {
    return guarded([&] { return at::mse_loss(tensor(input), tensor(target), reduction); });
}

CnnTensor cnn_one_hot(CnnTensor input, int64_t classes) {
    return guarded([&] { return at::one_hot(tensor(input), classes); });
}

CnnTensor cnn_pad(CnnTensor input, const int64_t* pad, int64_t n, int mode, double value) {
    return guarded([&] {
        switch (mode) {
            case 0: return at::pad(tensor(input), ints(pad, n), "constant", value);
            case 1: return at::pad(tensor(input), ints(pad, n), "reflect");
            case 2: return at::pad(tensor(input), ints(pad, n), "replicate");
            case 3: return at::pad(tensor(input), ints(pad, n), "circular");
            default: throw std::runtime_error("Unknown padding mode.");
        }
    });
}

CnnTensor cnn_upsample2d(CnnTensor input, int64_t height, int64_t width, int mode, int align_corners, int antialias, double scale_h, double scale_w) {
    return guarded([&] {
        const int64_t size[] = {height, width};
        const auto& x = tensor(input);
        const auto scale = [](double value) { return value > 0 ? optional<double>(value) : optional<double>(); };
        const auto sh = scale(scale_h), sw = scale(scale_w);
        switch (mode) {
            case 0: return at::upsample_nearest2d(x, pair(size), sh, sw);
            case 1:
                return antialias != 0 ? at::_upsample_bilinear2d_aa(x, pair(size), align_corners != 0, sh, sw)
                                      : at::upsample_bilinear2d(x, pair(size), align_corners != 0, sh, sw);
            case 2:
                return antialias != 0 ? at::_upsample_bicubic2d_aa(x, pair(size), align_corners != 0, sh, sw)
                                      : at::upsample_bicubic2d(x, pair(size), align_corners != 0, sh, sw);
            case 3: return at::_upsample_nearest_exact2d(x, pair(size), sh, sw);
            default: throw std::runtime_error("Unknown interpolation mode.");
        }
    });
}
