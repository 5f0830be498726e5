// Views, indexing, joining and splitting.
#include <ATen/TensorIndexing.h>

#include <algorithm>
#include <limits>

#include "internal.h"

using namespace cnn;

CnnTensor cnn_view(CnnTensor self, const int64_t* size, int64_t n) {
    return guarded([&] { return tensor(self).view(ints(size, n)); });
}

CnnTensor cnn_reshape(CnnTensor self, const int64_t* size, int64_t n) {
    return guarded([&] { return tensor(self).reshape(ints(size, n)); });
}

CnnTensor cnn_expand(CnnTensor self, const int64_t* size, int64_t n, int implicit) {
    return guarded([&] { return tensor(self).expand(ints(size, n), implicit != 0); });
}

CnnTensor cnn_repeat(CnnTensor self, const int64_t* repeats, int64_t n) {
    return guarded([&] { return tensor(self).repeat(ints(repeats, n)); });
}

CnnTensor cnn_permute(CnnTensor self, const int64_t* dims, int64_t n) {
    return guarded([&] { return tensor(self).permute(ints(dims, n)); });
}

CnnTensor cnn_flip(CnnTensor self, const int64_t* dims, int64_t n) {
    return guarded([&] { return tensor(self).flip(ints(dims, n)); });
}

CnnTensor cnn_roll(CnnTensor self, const int64_t* shifts, int64_t shift_count, const int64_t* dims, int64_t dim_count) {
    return guarded([&] { return tensor(self).roll(ints(shifts, shift_count), ints(dims, dim_count)); });
}

CnnTensor cnn_flatten(CnnTensor self, int64_t start, int64_t end) {
    return guarded([&] { return tensor(self).flatten(start, end); });
}

CnnTensor cnn_transpose(CnnTensor self, int64_t dim0, int64_t dim1) {
    return guarded([&] { return tensor(self).transpose(dim0, dim1); });
}

CnnTensor cnn_t(CnnTensor self) {
    return guarded([&] { return tensor(self).t(); });
}

CnnTensor cnn_squeeze(CnnTensor self) {
    return guarded([&] { return tensor(self).squeeze(); });
}

CnnTensor cnn_squeeze_dim(CnnTensor self, int64_t dim) {
    return guarded([&] { return tensor(self).squeeze(dim); });
}

CnnTensor cnn_unsqueeze(CnnTensor self, int64_t dim) {
    return guarded([&] { return tensor(self).unsqueeze(dim); });
}

CnnTensor cnn_narrow(CnnTensor self, int64_t dim, int64_t start, int64_t length) {
    return guarded([&] { return tensor(self).narrow(dim, start, length); });
}

CnnTensor cnn_slice(CnnTensor self, int64_t dim, int64_t start, int64_t end, int64_t step) {
    return guarded([&] { return tensor(self).slice(dim, start, end, step); });
}

CnnTensor cnn_select(CnnTensor self, int64_t dim, int64_t index) {
    return guarded([&] { return tensor(self).select(dim, index); });
}

CnnTensor cnn_index_select(CnnTensor self, int64_t dim, CnnTensor index) {
    return guarded([&] { return tensor(self).index_select(dim, tensor(index)); });
}

CnnTensor cnn_gather(CnnTensor self, int64_t dim, CnnTensor index) {
    return guarded([&] { return tensor(self).gather(dim, tensor(index)); });
}

CnnTensor cnn_scatter(CnnTensor self, int64_t dim, CnnTensor index, CnnTensor source, int mode, int in_place) {
    return guarded([&] {
        auto& target = tensor(self);
        const auto& where = tensor(index);
        const auto& what = tensor(source);
        if (mode == 1) return in_place != 0 ? target.scatter_add_(dim, where, what) : target.scatter_add(dim, where, what);
        return in_place != 0 ? target.scatter_(dim, where, what) : target.scatter(dim, where, what);
    });
}

CnnTensor cnn_masked_select(CnnTensor self, CnnTensor mask) {
    return guarded([&] { return tensor(self).masked_select(tensor(mask)); });
}

CnnTensor cnn_nonzero(CnnTensor self) {
    return guarded([&] { return tensor(self).nonzero(); });
}

CnnTensor cnn_diag(CnnTensor self, int64_t diagonal) {
    return guarded([&] { return tensor(self).diag(diagonal); });
}

CnnTensor cnn_repeat_interleave(CnnTensor self, int64_t repeats, int64_t dim, int flat) {
    return guarded([&] { return tensor(self).repeat_interleave(repeats, flat != 0 ? optional<int64_t>() : optional<int64_t>(dim)); });
}

namespace {

std::vector<at::indexing::TensorIndex> index_list(const CnnIndex* indices, int64_t n) {
    std::vector<at::indexing::TensorIndex> list;
    list.reserve(static_cast<size_t>(n));
    for (int64_t i = 0; i < n; ++i) {
        const auto& index = indices[i];
        switch (index.kind) {
            case 0: list.emplace_back(index.start); break;
            case 1: list.emplace_back(at::indexing::Slice(index.start, index.stop, index.step)); break;
            case 2: list.emplace_back(at::indexing::None); break;
            case 3: list.emplace_back(at::indexing::Ellipsis); break;
            case 4: list.emplace_back(index.start != 0); break;
            case 5: list.emplace_back(tensor(index.tensor)); break;
            default: throw std::runtime_error("Unknown kind of index.");
        }
    }
    return list;
}

int64_t store(std::vector<at::Tensor> found, CnnTensor* parts, int64_t capacity) {
    const auto count = static_cast<int64_t>(found.size());
    for (int64_t i = 0; i < std::min(count, capacity); ++i) parts[i] = to_handle(found[static_cast<size_t>(i)]);
    return count;
}

} // namespace

CnnTensor cnn_index(CnnTensor self, const CnnIndex* indices, int64_t n) {
    return guarded([&] { return tensor(self).index(index_list(indices, n)); });
}

CnnTensor cnn_index_put_(CnnTensor self, const CnnIndex* indices, int64_t n, CnnTensor value) {
    return guarded([&] { return tensor(self).index_put_(index_list(indices, n), tensor(value)); });
}

CnnTensor cnn_cat(const CnnTensor* list, int64_t n, int64_t dim) {
    return guarded([&] { return at::cat(tensors(list, n), dim); });
}

CnnTensor cnn_stack(const CnnTensor* list, int64_t n, int64_t dim) {
    return guarded([&] { return at::stack(tensors(list, n), dim); });
}

int64_t cnn_split(CnnTensor self, int64_t size, int64_t dim, CnnTensor* parts, int64_t capacity) {
    return guarded_value([&]() -> int64_t { return store(tensor(self).split(size, dim), parts, capacity); });
}

int64_t cnn_unbind(CnnTensor self, int64_t dim, CnnTensor* parts, int64_t capacity) {
    return guarded_value([&]() -> int64_t { return store(tensor(self).unbind(dim), parts, capacity); });
}
