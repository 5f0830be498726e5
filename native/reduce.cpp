// Reductions, sorting, and comparisons of whole tensors.
#include <tuple>

#include "internal.h"

using namespace cnn;

namespace {

int store(const std::tuple<at::Tensor, at::Tensor>& result, CnnTensor* values, CnnTensor* indices) {
    *values = to_handle(std::get<0>(result));
    *indices = to_handle(std::get<1>(result));
    return 0;
}

} // namespace

CnnTensor cnn_sum(CnnTensor self, const int64_t* dims, int64_t n, int keepdim, int dtype) {
    return guarded([&] {
        if (n == 0) return tensor(self).sum(optional_dtype(dtype));
        return tensor(self).sum(ints(dims, n), keepdim != 0, optional_dtype(dtype));
    });
}

CnnTensor cnn_mean(CnnTensor self, const int64_t* dims, int64_t n, int keepdim, int dtype) {
    return guarded([&] {
        if (n == 0) return tensor(self).mean(optional_dtype(dtype));
        return tensor(self).mean(ints(dims, n), keepdim != 0, optional_dtype(dtype));
    });
}

CnnTensor cnn_std(CnnTensor self, const int64_t* dims, int64_t n, int unbiased, int keepdim) {
    return guarded([&] {
        if (n == 0) return tensor(self).std(unbiased != 0);
        return tensor(self).std(ints(dims, n), unbiased != 0, keepdim != 0);
    });
}

CnnTensor cnn_var(CnnTensor self, const int64_t* dims, int64_t n, int unbiased, int keepdim) {
    return guarded([&] {
        if (n == 0) return tensor(self).var(unbiased != 0);
        return tensor(self).var(ints(dims, n), unbiased != 0, keepdim != 0);
    });
}

CnnTensor cnn_prod(CnnTensor self, int dtype) {
    return guarded([&] { return tensor(self).prod(optional_dtype(dtype)); });
}

CnnTensor cnn_norm(CnnTensor self, double p) {
    return guarded([&] { return tensor(self).norm(at::Scalar(p)); });
}

CnnTensor cnn_norm_dim(CnnTensor self, double p, int64_t dim, int keepdim) {
    return guarded([&] { return tensor(self).norm(optional<at::Scalar>(at::Scalar(p)), at::IntArrayRef(dim), keepdim != 0); });
}

CnnTensor cnn_amax(CnnTensor self, const int64_t* dims, int64_t n, int keepdim) {
    return guarded([&] { return tensor(self).amax(ints(dims, n), keepdim != 0); });
}

CnnTensor cnn_amin(CnnTensor self, const int64_t* dims, int64_t n, int keepdim) {
    return guarded([&] { return tensor(self).amin(ints(dims, n), keepdim != 0); });
}

CnnTensor cnn_max(CnnTensor self) {
    return guarded([&] { return tensor(self).max(); });
}

CnnTensor cnn_min(CnnTensor self) {
    return guarded([&] { return tensor(self).min(); });
}

int cnn_max_dim(CnnTensor self, int64_t dim, int keepdim, CnnTensor* values, CnnTensor* indices) {
    return guarded_value([&]() -> int { return store(tensor(self).max(dim, keepdim != 0), values, indices); });
}

int cnn_min_dim(CnnTensor self, int64_t dim, int keepdim, CnnTensor* values, CnnTensor* indices) {
    return guarded_value([&]() -> int { return store(tensor(self).min(dim, keepdim != 0), values, indices); });
}

CnnTensor cnn_argmax(CnnTensor self, int64_t dim, int all, int keepdim) {
    return guarded([&] { return tensor(self).argmax(all != 0 ? optional<int64_t>() : optional<int64_t>(dim), keepdim != 0); });
}

CnnTensor cnn_argmin(CnnTensor self, int64_t dim, int all, int keepdim) {
    return guarded([&] { return tensor(self).argmin(all != 0 ? optional<int64_t>() : optional<int64_t>(dim), keepdim != 0); });
}

CnnTensor cnn_argsort(CnnTensor self, int64_t dim, int descending) {
    return guarded([&] { return tensor(self).argsort(dim, descending != 0); });
}

int cnn_topk(CnnTensor self, int64_t k, int64_t dim, int largest, int sorted, CnnTensor* values, CnnTensor* indices) {
    return guarded_value([&]() -> int { return store(tensor(self).topk(k, dim, largest != 0, sorted != 0), values, indices); });
}

int cnn_sort(CnnTensor self, int64_t dim, int descending, int stable, CnnTensor* values, CnnTensor* indices) {
    return guarded_value([&]() -> int { return store(tensor(self).sort(optional<bool>(stable != 0), dim, descending != 0), values, indices); });
}

CnnTensor cnn_all(CnnTensor self, int64_t dim, int all, int keepdim) {
    return guarded([&] { return all != 0 ? tensor(self).all() : tensor(self).all(dim, keepdim != 0); });
}

CnnTensor cnn_any(CnnTensor self, int64_t dim, int all, int keepdim) {
    return guarded([&] { return all != 0 ? tensor(self).any() : tensor(self).any(dim, keepdim != 0); });
}

CnnTensor cnn_cumsum(CnnTensor self, int64_t dim, int dtype) {
    return guarded([&] { return tensor(self).cumsum(dim, optional_dtype(dtype)); });
}

CnnTensor cnn_bincount(CnnTensor self, CnnTensor weights, int64_t minlength) {
    return guarded([&] { return tensor(self).bincount(optional_tensor(weights), minlength); });
}

int cnn_equal(CnnTensor self, CnnTensor other) {
    return guarded_value([&]() -> int { return tensor(self).equal(tensor(other)) ? 1 : 0; });
}

int cnn_allclose(CnnTensor self, CnnTensor other, double rtol, double atol, int equal_nan) {
    return guarded_value([&]() -> int { return tensor(self).allclose(tensor(other), rtol, atol, equal_nan != 0) ? 1 : 0; });
}
