// Threads and CUDA devices.
//
// CUDA is reached through libtorch's own hooks and, for names and memory, through the driver and runtime libraries that libtorch has loaded: so this
// file needs no CUDA toolkit to compile. Only the caching allocator's figures need CUDA's headers (CNN_WITH_CUDA_HEADERS).
#include <ATen/Parallel.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <c10/core/impl/VirtualGuardImpl.h>
#include <dlfcn.h>

#include <cstring>

#include "internal.h"

#if defined(CNN_WITH_CUDA_HEADERS)
#include <c10/cuda/CUDACachingAllocator.h>
#endif

#if defined(__linux__)
#include <link.h>
#endif

using namespace cnn;

int cnn_get_num_threads(void) {
    return guarded_value([&]() -> int { return at::get_num_threads(); });
}

int cnn_set_num_threads(int count) {
    return guarded_status([&] { at::set_num_threads(count); });
}

int cnn_get_num_interop_threads(void) {
    return guarded_value([&]() -> int { return at::get_num_interop_threads(); });
}

int cnn_set_num_interop_threads(int count) {
    return guarded_status([&] { at::set_num_interop_threads(count); });
}

int cnn_cuda_built(void) {
    return guarded_value([&]() -> int { return c10::impl::hasDeviceGuardImpl(at::kCUDA) ? 1 : 0; });
}

int cnn_cuda_device_count(void) {
    return guarded_value([&]() -> int {
        // The guard is registered by libtorch's CUDA part; its names have stayed the same where those of the hooks have not.
        return c10::impl::hasDeviceGuardImpl(at::kCUDA) ? static_cast<int>(c10::impl::VirtualGuardImpl(at::kCUDA).deviceCount()) : 0;
    });
}

int cnn_cudnn_available(void) {
    return guarded_value([&]() -> int { return at::detail::getCUDAHooks().hasCuDNN() ? 1 : 0; });
}

int cnn_cuda_synchronize(int device_index) {
    return guarded_status([&] {
        if (cnn_cuda_device_count() <= 0) throw std::runtime_error("There is no CUDA device to wait for.");
        // -1 is the current device.
        const auto index = device_index >= 0 ? static_cast<c10::DeviceIndex>(device_index) : c10::impl::VirtualGuardImpl(at::kCUDA).getDevice().index();
        at::detail::getCUDAHooks().deviceSynchronize(index);
    });
}

namespace {

void* required_symbol(void* library, const char* name) {
    void* symbol = library == nullptr ? nullptr : dlsym(library, name);
    if (symbol == nullptr) throw std::runtime_error(std::string("CUDA's function ") + name + " is not there: no CUDA driver or runtime library is loaded.");
    return symbol;
}

// The CUDA runtime that libtorch has loaded, under whatever name (wheels rename it).
void* loaded_cuda_runtime() {
#if defined(__linux__)
    std::string path;
    dl_iterate_phdr(
        [](dl_phdr_info* info, size_t, void* found) {
            if (info->dlpi_name != nullptr && std::strstr(info->dlpi_name, "libcudart") != nullptr) {
                *static_cast<std::string*>(found) = info->dlpi_name;
                return 1;
            }
            return 0;
        },
        &path);
    return path.empty() ? nullptr : dlopen(path.c_str(), RTLD_LAZY | RTLD_NOLOAD);
#else
    return nullptr;
#endif
}

void check_device(int device_index) {
    const auto count = cnn_cuda_device_count();
    if (device_index < 0 || device_index >= count)
        throw std::runtime_error("There is no CUDA device " + std::to_string(device_index) + ": " + std::to_string(count) + " found.");
}

} // namespace

int cnn_cuda_device_name(int device_index, char* buffer, int64_t capacity) {
    return guarded_status([&] {
        check_device(device_index);
        void* driver = dlopen("libcuda.so.1", RTLD_LAZY);
        const auto init = reinterpret_cast<int (*)(unsigned)>(required_symbol(driver, "cuInit"));
        const auto get = reinterpret_cast<int (*)(int*, int)>(required_symbol(driver, "cuDeviceGet"));
        const auto name = reinterpret_cast<int (*)(char*, int, int)>(required_symbol(driver, "cuDeviceGetName"));
        int handle = 0;
        int status = init(0);
        if (status == 0) status = get(&handle, device_index);
        if (status == 0) status = name(buffer, static_cast<int>(capacity), handle);
        if (status != 0) throw std::runtime_error("The CUDA driver answered with error " + std::to_string(status) + ".");
    });
}

int cnn_cuda_memory(int device_index, int64_t* free_bytes, int64_t* total_bytes) {
    return guarded_status([&] {
        check_device(device_index);
        void* runtime = loaded_cuda_runtime();
        const auto get_device = reinterpret_cast<int (*)(int*)>(required_symbol(runtime, "cudaGetDevice"));
        const auto set_device = reinterpret_cast<int (*)(int)>(required_symbol(runtime, "cudaSetDevice"));
        const auto memory = reinterpret_cast<int (*)(size_t*, size_t*)>(required_symbol(runtime, "cudaMemGetInfo"));
        int before = 0;
        size_t available = 0, total = 0;
        int status = get_device(&before);
        if (status == 0) status = set_device(device_index);
        if (status == 0) status = memory(&available, &total);
        set_device(before);
        if (status != 0) throw std::runtime_error("The CUDA runtime answered with error " + std::to_string(status) + ".");
        *free_bytes = static_cast<int64_t>(available);
        *total_bytes = static_cast<int64_t>(total);
    });
}

int cnn_cuda_allocator(int device_index, int64_t* allocated, int64_t* reserved, int64_t* peak_allocated) {
    return guarded_status([&] {
        check_device(device_index);
#if defined(CNN_WITH_CUDA_HEADERS)
        const auto stats = c10::cuda::CUDACachingAllocator::getDeviceStats(static_cast<c10::DeviceIndex>(device_index));
        *allocated = stats.allocated_bytes[0].current;
        *reserved = stats.reserved_bytes[0].current;
        *peak_allocated = stats.allocated_bytes[0].peak;
#else
        static_cast<void>(allocated), static_cast<void>(reserved), static_cast<void>(peak_allocated);
        throw std::runtime_error("This library was built without CUDA's headers, so the allocator's figures are not known.");
#endif
    });
}

int cnn_cuda_empty_cache(void) {
    return guarded_status([&] {
#if defined(CNN_WITH_CUDA_HEADERS)
        if (cnn_cuda_device_count() > 0) c10::cuda::CUDACachingAllocator::emptyCache();
#else
        if (cnn_cuda_device_count() > 0) throw std::runtime_error("This library was built without CUDA's headers, so the allocator cannot be told to give memory back.");
#endif
    });
}
