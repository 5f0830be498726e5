/*
 * The flat C interface of libcnntorch: tensors, autograd, optimizer steps and image decoding over libtorch.
 *
 * Conventions
 *   - A tensor handle owns one at::Tensor on the heap; free it with cnn_tensor_free. A null handle stands for "no tensor" where a parameter is optional.
 *   - No exception crosses this interface. A function that returns a handle or another pointer returns null on failure, one that returns an int or a count
 *     returns a negative number; cnn_last_error() then gives the message (of the calling thread, valid until its next failing call).
 *   - Shapes and dimensions are passed as (const int64_t* values, int64_t count). Booleans are int, 0 or 1. dtypes are c10::ScalarType's numbers.
 *   - Every function may be called from any thread; one tensor must not be used by two threads at once if either call writes to it.
 */
#ifndef CNNTORCH_H
#define CNNTORCH_H

#include <stddef.h>
#include <stdint.h>

#if defined(_WIN32)
#define CNN_EXPORT __declspec(dllexport)
#else
#define CNN_EXPORT __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
#define CNN_API extern "C" CNN_EXPORT
#else
#define CNN_API CNN_EXPORT
#endif

/* Raised whenever a signature below changes; the managed side refuses a library with another number. */
#define CNN_ABI_VERSION 1

typedef struct CnnTensorHandle* CnnTensor;
typedef struct CnnGeneratorHandle* CnnGenerator;

/* A number that keeps its kind, so that integer tensors stay integer: kind 0 int64 (bits), 1 double (the bits of it), 2 bool (bits 0 or 1). */
typedef struct {
    int64_t bits;
    int64_t kind;
} CnnScalar;

/* ---- errors and versions (error.cpp, version.cpp) ---- */
CNN_API const char* cnn_last_error(void);
CNN_API int cnn_abi_version(void);
CNN_API const char* cnn_build_torch_version(void);   /* of the headers this library was compiled with, as "1.13.0" */
CNN_API const char* cnn_runtime_torch_version(void); /* of the libtorch that is loaded, empty if it does not say */
CNN_API const char* cnn_build_configuration(void);   /* at::show_config() */
CNN_API const char* cnn_torch_library_path(void);    /* the file that libtorch_cpu was loaded from */

/* ---- creation (create.cpp); device_type and device_index as in c10::Device, index -1 for the current device ---- */
#define CNN_OPTIONS int dtype, int device_type, int device_index, int requires_grad
CNN_API CnnTensor cnn_empty(const int64_t* size, int64_t n, int memory_format, CNN_OPTIONS);
CNN_API CnnTensor cnn_zeros(const int64_t* size, int64_t n, CNN_OPTIONS);
CNN_API CnnTensor cnn_ones(const int64_t* size, int64_t n, CNN_OPTIONS);
CNN_API CnnTensor cnn_full(const int64_t* size, int64_t n, CnnScalar value, CNN_OPTIONS);
CNN_API CnnTensor cnn_arange(CnnScalar start, CnnScalar end, CnnScalar step, CNN_OPTIONS);
CNN_API CnnTensor cnn_linspace(double start, double end, int64_t steps, CNN_OPTIONS);
CNN_API CnnTensor cnn_eye(int64_t rows, int64_t columns, CNN_OPTIONS);
CNN_API CnnTensor cnn_rand(const int64_t* size, int64_t n, CnnGenerator generator, CNN_OPTIONS);
CNN_API CnnTensor cnn_randn(const int64_t* size, int64_t n, CnnGenerator generator, CNN_OPTIONS);
CNN_API CnnTensor cnn_randint(int64_t low, int64_t high, const int64_t* size, int64_t n, CnnGenerator generator, CNN_OPTIONS);
CNN_API CnnTensor cnn_randperm(int64_t count, CnnGenerator generator, CNN_OPTIONS);
/* Copies data (contiguous, of type dtype) into a new CPU tensor. */
CNN_API CnnTensor cnn_from_data(const void* data, const int64_t* size, int64_t n, int dtype);
/* A CPU tensor over memory of the caller; release(context) is called once, when the last tensor that uses the memory goes. */
CNN_API CnnTensor cnn_from_blob(void* data, const int64_t* size, int64_t n, int dtype, void (*release)(void*), void* context);
/* kind: 0 empty, 1 zeros, 2 ones, 3 full, 4 rand, 5 randn; dtype and device_type -1 keep those of the tensor. */
CNN_API CnnTensor cnn_like(CnnTensor self, int kind, CnnScalar value, CNN_OPTIONS);

/* ---- access (access.cpp) ---- */
CNN_API void cnn_tensor_free(CnnTensor self);
CNN_API int64_t cnn_live_tensors(void); /* handles not yet freed, in the process */
CNN_API CnnTensor cnn_alias(CnnTensor self);
CNN_API int64_t cnn_dim(CnnTensor self);
CNN_API int64_t cnn_numel(CnnTensor self);
CNN_API int64_t cnn_size(CnnTensor self, int64_t dim);
CNN_API int cnn_sizes(CnnTensor self, int64_t* sizes);     /* writes cnn_dim values */
CNN_API int cnn_strides(CnnTensor self, int64_t* strides); /* writes cnn_dim values */
CNN_API int cnn_dtype(CnnTensor self);
CNN_API int64_t cnn_element_size(CnnTensor self);
CNN_API int cnn_device(CnnTensor self, int* device_type, int* device_index);
CNN_API void* cnn_data_ptr(CnnTensor self);
CNN_API int cnn_is_contiguous(CnnTensor self, int memory_format);
CNN_API int cnn_is_leaf(CnnTensor self);
CNN_API int cnn_requires_grad(CnnTensor self);
CNN_API int cnn_set_requires_grad(CnnTensor self, int requires_grad);
/* Copies all elements in logical order, converted to dtype, to host memory of at least bytes bytes. */
CNN_API int cnn_copy_to_host(CnnTensor self, void* destination, int64_t bytes, int dtype);
CNN_API int cnn_copy_from_host(CnnTensor self, const void* source, int64_t bytes, int dtype);
/* The single value of a tensor with one element: as double, or as int64 for integral and boolean types. */
CNN_API int cnn_item_double(CnnTensor self, double* value);
CNN_API int cnn_item_int64(CnnTensor self, int64_t* value);
/* dtype, device_type -1: unchanged; memory_format: 0 contiguous, 1 preserve, 2 channels_last. */
CNN_API CnnTensor cnn_to(CnnTensor self, int dtype, int device_type, int device_index, int memory_format, int non_blocking, int copy);
CNN_API CnnTensor cnn_contiguous(CnnTensor self, int memory_format);
CNN_API CnnTensor cnn_clone(CnnTensor self, int memory_format);
CNN_API CnnTensor cnn_pin_memory(CnnTensor self);
CNN_API CnnTensor cnn_copy_(CnnTensor self, CnnTensor source, int non_blocking);
/* Makes self's variable hold the data of other, keeping its identity for autograd: how a module moves its parameters. */
CNN_API int cnn_set_data(CnnTensor self, CnnTensor other);

/* ---- element-wise operations (pointwise.cpp) ---- */
#define CNN_UNARY_OPS(X)                                                                                                                             \
    X(abs) X(ceil) X(exp) X(expm1) X(floor) X(log) X(log1p) X(log2) X(log10) X(neg) X(reciprocal) X(round) X(rsqrt) X(sigmoid) X(sign) X(sin) X(cos) \
    X(sqrt) X(tanh) X(trunc) X(relu) X(square)
#define CNN_PREDICATE_OPS(X) X(isfinite) X(isnan) X(isinf) X(logical_not) X(bitwise_not)
#define CNN_BINARY_OPS(X) X(maximum) X(minimum) X(logical_and) X(logical_or) X(logical_xor) X(matmul) X(mm) X(bmm) X(dot) X(outer)
#define CNN_COMPARE_OPS(X) X(eq) X(ne) X(lt) X(le) X(gt) X(ge) X(remainder) X(bitwise_and) X(bitwise_or) X(bitwise_xor)
#define CNN_DECLARE_UNARY(name)              \
    CNN_API CnnTensor cnn_##name(CnnTensor); \
    CNN_API CnnTensor cnn_##name##_(CnnTensor);
#define CNN_DECLARE_PREDICATE(name) CNN_API CnnTensor cnn_##name(CnnTensor);
#define CNN_DECLARE_BINARY(name) CNN_API CnnTensor cnn_##name(CnnTensor, CnnTensor);
#define CNN_DECLARE_COMPARE(name)                       \
    CNN_API CnnTensor cnn_##name(CnnTensor, CnnTensor); \
    CNN_API CnnTensor cnn_##name##_scalar(CnnTensor, CnnScalar);
CNN_UNARY_OPS(CNN_DECLARE_UNARY)
CNN_PREDICATE_OPS(CNN_DECLARE_PREDICATE)
CNN_BINARY_OPS(CNN_DECLARE_BINARY)
CNN_COMPARE_OPS(CNN_DECLARE_COMPARE)
/* An in-place variant returns a new handle to the same tensor. */
CNN_API CnnTensor cnn_add(CnnTensor self, CnnTensor other, CnnScalar alpha, int in_place);
CNN_API CnnTensor cnn_add_scalar(CnnTensor self, CnnScalar other, CnnScalar alpha, int in_place);
CNN_API CnnTensor cnn_sub(CnnTensor self, CnnTensor other, int in_place);
CNN_API CnnTensor cnn_sub_scalar(CnnTensor self, CnnScalar other, int in_place);
CNN_API CnnTensor cnn_mul(CnnTensor self, CnnTensor other, int in_place);
CNN_API CnnTensor cnn_mul_scalar(CnnTensor self, CnnScalar other, int in_place);
/* rounding: 0 none, 1 trunc, 2 floor */
CNN_API CnnTensor cnn_div(CnnTensor self, CnnTensor other, int rounding, int in_place);
CNN_API CnnTensor cnn_div_scalar(CnnTensor self, CnnScalar other, int rounding, int in_place);
CNN_API CnnTensor cnn_pow(CnnTensor self, CnnTensor exponent, int in_place);
CNN_API CnnTensor cnn_pow_scalar(CnnTensor self, CnnScalar exponent, int in_place);
CNN_API CnnTensor cnn_addcmul(CnnTensor self, CnnTensor a, CnnTensor b, CnnScalar value, int in_place);
CNN_API CnnTensor cnn_addcdiv(CnnTensor self, CnnTensor a, CnnTensor b, CnnScalar value, int in_place);
CNN_API CnnTensor cnn_lerp(CnnTensor self, CnnTensor end, CnnTensor weight, int in_place);
/* min and max may be null: no bound */
CNN_API CnnTensor cnn_clamp(CnnTensor self, const CnnScalar* min, const CnnScalar* max, int in_place);
CNN_API CnnTensor cnn_clamp_tensor(CnnTensor self, CnnTensor min, CnnTensor max);
CNN_API CnnTensor cnn_fill_(CnnTensor self, CnnScalar value);
CNN_API CnnTensor cnn_zero_(CnnTensor self);
CNN_API CnnTensor cnn_masked_fill(CnnTensor self, CnnTensor mask, CnnScalar value, int in_place);
CNN_API CnnTensor cnn_where(CnnTensor condition, CnnTensor a, CnnTensor b);
CNN_API CnnTensor cnn_silu(CnnTensor self, int in_place);
CNN_API CnnTensor cnn_gelu(CnnTensor self, int tanh_approximation);
CNN_API CnnTensor cnn_leaky_relu(CnnTensor self, CnnScalar negative_slope);
CNN_API CnnTensor cnn_softmax(CnnTensor self, int64_t dim, int dtype);
CNN_API CnnTensor cnn_log_softmax(CnnTensor self, int64_t dim, int dtype);

/* ---- reductions, sorting, comparison as a whole (reduce.cpp); dtype -1: as the input; no dimensions: all ---- */
CNN_API CnnTensor cnn_sum(CnnTensor self, const int64_t* dims, int64_t n, int keepdim, int dtype);
CNN_API CnnTensor cnn_mean(CnnTensor self, const int64_t* dims, int64_t n, int keepdim, int dtype);
CNN_API CnnTensor cnn_std(CnnTensor self, const int64_t* dims, int64_t n, int unbiased, int keepdim);
CNN_API CnnTensor cnn_var(CnnTensor self, const int64_t* dims, int64_t n, int unbiased, int keepdim);
CNN_API CnnTensor cnn_prod(CnnTensor self, int dtype);
CNN_API CnnTensor cnn_norm(CnnTensor self, double p);
CNN_API CnnTensor cnn_norm_dim(CnnTensor self, double p, int64_t dim, int keepdim);
CNN_API CnnTensor cnn_amax(CnnTensor self, const int64_t* dims, int64_t n, int keepdim);
CNN_API CnnTensor cnn_amin(CnnTensor self, const int64_t* dims, int64_t n, int keepdim);
CNN_API CnnTensor cnn_max(CnnTensor self);
CNN_API CnnTensor cnn_min(CnnTensor self);
CNN_API int cnn_max_dim(CnnTensor self, int64_t dim, int keepdim, CnnTensor* values, CnnTensor* indices);
CNN_API int cnn_min_dim(CnnTensor self, int64_t dim, int keepdim, CnnTensor* values, CnnTensor* indices);
/* all != 0: over the flattened tensor */
CNN_API CnnTensor cnn_argmax(CnnTensor self, int64_t dim, int all, int keepdim);
CNN_API CnnTensor cnn_argmin(CnnTensor self, int64_t dim, int all, int keepdim);
CNN_API CnnTensor cnn_argsort(CnnTensor self, int64_t dim, int descending);
CNN_API int cnn_topk(CnnTensor self, int64_t k, int64_t dim, int largest, int sorted, CnnTensor* values, CnnTensor* indices);
CNN_API int cnn_sort(CnnTensor self, int64_t dim, int descending, int stable, CnnTensor* values, CnnTensor* indices);
CNN_API CnnTensor cnn_all(CnnTensor self, int64_t dim, int all, int keepdim);
CNN_API CnnTensor cnn_any(CnnTensor self, int64_t dim, int all, int keepdim);
CNN_API CnnTensor cnn_cumsum(CnnTensor self, int64_t dim, int dtype);
CNN_API CnnTensor cnn_bincount(CnnTensor self, CnnTensor weights, int64_t minlength);
CNN_API int cnn_equal(CnnTensor self, CnnTensor other); /* 1: same shape and values, 0: not */
CNN_API int cnn_allclose(CnnTensor self, CnnTensor other, double rtol, double atol, int equal_nan);

/* ---- shape, indexing, joining (shape.cpp) ---- */
CNN_API CnnTensor cnn_view(CnnTensor self, const int64_t* size, int64_t n);
CNN_API CnnTensor cnn_reshape(CnnTensor self, const int64_t* size, int64_t n);
CNN_API CnnTensor cnn_expand(CnnTensor self, const int64_t* size, int64_t n, int implicit);
CNN_API CnnTensor cnn_repeat(CnnTensor self, const int64_t* repeats, int64_t n);
CNN_API CnnTensor cnn_permute(CnnTensor self, const int64_t* dims, int64_t n);
CNN_API CnnTensor cnn_flip(CnnTensor self, const int64_t* dims, int64_t n);
CNN_API CnnTensor cnn_roll(CnnTensor self, const int64_t* shifts, int64_t shift_count, const int64_t* dims, int64_t dim_count);
CNN_API CnnTensor cnn_flatten(CnnTensor self, int64_t start, int64_t end);
CNN_API CnnTensor cnn_transpose(CnnTensor self, int64_t dim0, int64_t dim1);
CNN_API CnnTensor cnn_t(CnnTensor self);
CNN_API CnnTensor cnn_squeeze(CnnTensor self);
CNN_API CnnTensor cnn_squeeze_dim(CnnTensor self, int64_t dim);
CNN_API CnnTensor cnn_unsqueeze(CnnTensor self, int64_t dim);
CNN_API CnnTensor cnn_narrow(CnnTensor self, int64_t dim, int64_t start, int64_t length);
CNN_API CnnTensor cnn_slice(CnnTensor self, int64_t dim, int64_t start, int64_t end, int64_t step);
CNN_API CnnTensor cnn_select(CnnTensor self, int64_t dim, int64_t index);
CNN_API CnnTensor cnn_index_select(CnnTensor self, int64_t dim, CnnTensor index);
CNN_API CnnTensor cnn_gather(CnnTensor self, int64_t dim, CnnTensor index);
/* mode: 0 scatter, 1 scatter_add */
CNN_API CnnTensor cnn_scatter(CnnTensor self, int64_t dim, CnnTensor index, CnnTensor source, int mode, int in_place);
CNN_API CnnTensor cnn_masked_select(CnnTensor self, CnnTensor mask);
CNN_API CnnTensor cnn_nonzero(CnnTensor self);
CNN_API CnnTensor cnn_diag(CnnTensor self, int64_t diagonal);
CNN_API CnnTensor cnn_repeat_interleave(CnnTensor self, int64_t repeats, int64_t dim, int flat);
/* One index of a Python-like index list. kind: 0 integer (start), 1 slice (start, stop, step), 2 None, 3 ellipsis, 4 boolean (start), 5 tensor. */
typedef struct {
    int64_t kind;
    int64_t start;
    int64_t stop;
    int64_t step;
    CnnTensor tensor;
} CnnIndex;
CNN_API CnnTensor cnn_index(CnnTensor self, const CnnIndex* indices, int64_t n);
CNN_API CnnTensor cnn_index_put_(CnnTensor self, const CnnIndex* indices, int64_t n, CnnTensor value);
CNN_API CnnTensor cnn_cat(const CnnTensor* tensors, int64_t n, int64_t dim);
CNN_API CnnTensor cnn_stack(const CnnTensor* tensors, int64_t n, int64_t dim);
/* Fill parts with at most capacity handles; return how many there are. */
CNN_API int64_t cnn_split(CnnTensor self, int64_t size, int64_t dim, CnnTensor* parts, int64_t capacity);
CNN_API int64_t cnn_unbind(CnnTensor self, int64_t dim, CnnTensor* parts, int64_t capacity);

/* ---- neural-network operations (nn.cpp) ---- */
CNN_API CnnTensor cnn_conv2d(CnnTensor input, CnnTensor weight, CnnTensor bias, const int64_t* stride, const int64_t* padding, const int64_t* dilation, int64_t groups);
/* same != 0: padding "same", else "valid" */
CNN_API CnnTensor cnn_conv2d_padding(CnnTensor input, CnnTensor weight, CnnTensor bias, const int64_t* stride, int same, const int64_t* dilation, int64_t groups);
CNN_API CnnTensor cnn_linear(CnnTensor input, CnnTensor weight, CnnTensor bias);
CNN_API CnnTensor cnn_max_pool2d(CnnTensor input, const int64_t* kernel, const int64_t* stride, const int64_t* padding, const int64_t* dilation, int ceil_mode);
/* divisor 0: none */
CNN_API CnnTensor cnn_avg_pool2d(CnnTensor input, const int64_t* kernel, const int64_t* stride, const int64_t* padding, int ceil_mode, int count_include_pad,
                                 int64_t divisor);
CNN_API CnnTensor cnn_adaptive_avg_pool2d(CnnTensor input, const int64_t* output_size);
CNN_API CnnTensor cnn_batch_norm(CnnTensor input, CnnTensor weight, CnnTensor bias, CnnTensor mean, CnnTensor variance, int training, double momentum, double eps);
CNN_API CnnTensor cnn_dropout(CnnTensor input, double p, int training, int in_place);
/* reduction: 0 none, 1 mean, 2 sum */
CNN_API CnnTensor cnn_cross_entropy(CnnTensor input, CnnTensor target, CnnTensor weight, int64_t reduction, int64_t ignore_index, double label_smoothing);
CNN_API CnnTensor cnn_nll_loss(CnnTensor input, CnnTensor target, CnnTensor weight, int64_t reduction, int64_t ignore_index);
CNN_API CnnTensor cnn_mse_loss(CnnTensor input, CnnTensor target, int64_t reduction);
CNN_API CnnTensor cnn_one_hot(CnnTensor input, int64_t classes);
/* mode: 0 constant, 1 reflect, 2 replicate, 3 circular */
CNN_API CnnTensor cnn_pad(CnnTensor input, const int64_t* pad, int64_t n, int mode, double value);
/* 4-D input. mode: 0 nearest, 1 bilinear, 2 bicubic, 3 nearest-exact; scale_h, scale_w 0: not given. */
CNN_API CnnTensor cnn_upsample2d(CnnTensor input, int64_t height, int64_t width, int mode, int align_corners, int antialias, double scale_h, double scale_w);

/* ---- autograd (autograd.cpp) ---- */
CNN_API int cnn_backward(CnnTensor self, CnnTensor gradient, int retain_graph, int create_graph);
CNN_API int cnn_grad(CnnTensor self, CnnTensor* grad); /* *grad null: there is none */
CNN_API int cnn_set_grad(CnnTensor self, CnnTensor grad);
CNN_API int cnn_zero_grad(const CnnTensor* parameters, int64_t n, int set_to_none);
CNN_API CnnTensor cnn_detach(CnnTensor self);
CNN_API CnnTensor cnn_detach_(CnnTensor self);
CNN_API int cnn_grad_mode(void);
CNN_API void cnn_set_grad_mode(int enabled);
CNN_API void* cnn_inference_mode_enter(int enabled); /* leave on the same thread, in reverse order */
CNN_API void cnn_inference_mode_leave(void* guard);
CNN_API int cnn_inference_mode(void);

/* ---- optimizer steps: one call for all parameters; those without a gradient are left alone (optimizer.cpp) ---- */
typedef struct {
    double lr, beta1, beta2, eps, weight_decay;
    int64_t decoupled; /* 1: AdamW's weight decay */
    int64_t maximize;
} CnnAdamOptions;
/* steps[i] is raised for every parameter that is updated; max_exp_avg_sqs null: no AMSGrad. */
CNN_API int cnn_adam_step(const CnnTensor* parameters, const CnnTensor* exp_avgs, const CnnTensor* exp_avg_sqs, const CnnTensor* max_exp_avg_sqs, int64_t* steps,
                          int64_t n, const CnnAdamOptions* options);
typedef struct {
    double lr, momentum, dampening, weight_decay;
    int64_t nesterov;
    int64_t maximize;
} CnnSgdOptions;
/* buffers null: momentum 0. A step count of 0 means that the buffer holds nothing yet. */
CNN_API int cnn_sgd_step(const CnnTensor* parameters, const CnnTensor* buffers, int64_t* steps, int64_t n, const CnnSgdOptions* options);
/* Multiplies all gradients by inv_scale; returns 1 if any value among them is not finite, 0 if all are. */
CNN_API int cnn_unscale_(const CnnTensor* parameters, int64_t n, double inv_scale);
/* Total norm of all gradients before clipping; gradients are scaled where it exceeds max_norm. */
CNN_API int cnn_clip_grad_norm_(const CnnTensor* parameters, int64_t n, double max_norm, double norm_type, double* total_norm);

/* ---- random numbers (random.cpp); a null generator is the device's default ---- */
CNN_API CnnGenerator cnn_generator_new(int device_type, int device_index, uint64_t seed);
CNN_API CnnGenerator cnn_generator_default(int device_type, int device_index);
CNN_API void cnn_generator_free(CnnGenerator self);
CNN_API int cnn_generator_set_seed(CnnGenerator self, uint64_t seed);
CNN_API int cnn_generator_seed(CnnGenerator self, uint64_t* seed);  /* a new seed from the system's entropy */
CNN_API int cnn_generator_initial_seed(CnnGenerator self, uint64_t* seed);
CNN_API CnnTensor cnn_generator_get_state(CnnGenerator self);
CNN_API int cnn_generator_set_state(CnnGenerator self, CnnTensor state);
CNN_API int cnn_manual_seed(uint64_t seed); /* the default generators of all devices */
CNN_API int cnn_cuda_manual_seed(int device_index, uint64_t seed);
CNN_API CnnTensor cnn_uniform_(CnnTensor self, double from, double to, CnnGenerator generator);
CNN_API CnnTensor cnn_normal_(CnnTensor self, double mean, double std, CnnGenerator generator);
CNN_API CnnTensor cnn_bernoulli_(CnnTensor self, double p, CnnGenerator generator);
CNN_API CnnTensor cnn_bernoulli(CnnTensor self, CnnGenerator generator);
CNN_API CnnTensor cnn_random_(CnnTensor self, int64_t from, int64_t to, CnnGenerator generator);
CNN_API CnnTensor cnn_multinomial(CnnTensor self, int64_t samples, int replacement, CnnGenerator generator);

/* ---- threads, devices, CUDA (device.cpp); memory in bytes ---- */
CNN_API int cnn_get_num_threads(void);
CNN_API int cnn_set_num_threads(int count);
CNN_API int cnn_get_num_interop_threads(void);
CNN_API int cnn_set_num_interop_threads(int count);
CNN_API int cnn_cuda_built(void); /* 1: libtorch has its CUDA part loaded */
CNN_API int cnn_cuda_device_count(void);
CNN_API int cnn_cudnn_available(void);
CNN_API int cnn_cuda_synchronize(int device_index);
CNN_API int cnn_cuda_device_name(int device_index, char* buffer, int64_t capacity);
CNN_API int cnn_cuda_memory(int device_index, int64_t* free_bytes, int64_t* total_bytes);
CNN_API int cnn_cuda_allocator(int device_index, int64_t* allocated, int64_t* reserved, int64_t* peak_allocated);
CNN_API int cnn_cuda_empty_cache(void);

/* ---- the BLAS behind matrix products (blas.cpp) ---- */
typedef struct {
    char name[64];            /* MKL, OpenBLAS, BLIS, reference BLAS, unknown */
    char path[1024];          /* file that sgemm_ lives in */
    char configuration[512];  /* openblas_get_config(), or empty */
    int64_t threading;        /* -1 unknown, 0 sequential, 1 its own threads (pthreads), 2 OpenMP */
} CnnBlasInfo;
CNN_API int cnn_blas_info(CnnBlasInfo* info);

/* ---- the caching CPU allocator (allocator.cpp) ---- */
CNN_API int cnn_allocator_install(int64_t cache_limit_bytes); /* may be called again to change the limit */
CNN_API int cnn_allocator_installed(void);
CNN_API int cnn_allocator_stats(int64_t* in_use, int64_t* cached, int64_t* peak_in_use, int64_t* reused, int64_t* system_calls);
CNN_API void cnn_allocator_reset_peak(void);
CNN_API void cnn_allocator_empty_cache(void);

/* ---- autocast (autocast.cpp) ---- */
typedef struct {
    int64_t device_type;
    int64_t was_enabled;
    int64_t previous_dtype;
} CnnAutocastState;
CNN_API int cnn_autocast_enter(int device_type, int enabled, int dtype, CnnAutocastState* previous);
CNN_API int cnn_autocast_leave(const CnnAutocastState* previous);
CNN_API int cnn_autocast_enabled(int device_type);

/* ---- images (image.cpp): JPEG or PNG in memory to a uint8 tensor [channels, height, width] ---- */
/* mode: 0 unchanged, 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha (alpha: PNG only) */
CNN_API CnnTensor cnn_decode_image(const void* data, int64_t bytes, int mode);

#endif
