// Which BLAS multiplies the matrices. Debian's libtorch calls whatever libblas.so.3 the alternatives system points to; the reference BLAS there is up to
// forty times slower than OpenBLAS, and an OpenBLAS with threads of its own fights libtorch's OpenMP threads for the cores.
#include <dlfcn.h>
#include <limits.h>
#include <stdlib.h>

#include <cstdio>

#include "internal.h"

using namespace cnn;

namespace {

void copy_text(const std::string& text, char* buffer, size_t capacity) { std::snprintf(buffer, capacity, "%s", text.c_str()); }

bool contains(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

} // namespace

int cnn_blas_info(CnnBlasInfo* info) {
    return guarded_status([&] {
        *info = CnnBlasInfo{};
        info->threading = -1;
        if (at::hasMKL()) {
            copy_text("MKL", info->name, sizeof info->name);
            info->threading = 2;
            return;
        }
        // The symbol as libtorch_cpu itself sees it: among its own dependencies.
        Dl_info library;
        void* torch = nullptr;
        if (dladdr(reinterpret_cast<const void*>(&at::show_config), &library) != 0) torch = dlopen(library.dli_fname, RTLD_LAZY | RTLD_NOLOAD);
        void* product = torch == nullptr ? nullptr : dlsym(torch, "sgemm_");
        Dl_info blas;
        if (product == nullptr || dladdr(product, &blas) == 0) {
            copy_text("unknown", info->name, sizeof info->name);
            return;
        }
        char real[PATH_MAX];
        const std::string path = realpath(blas.dli_fname, real) != nullptr ? real : blas.dli_fname;
        copy_text(path, info->path, sizeof info->path);
        void* handle = dlopen(blas.dli_fname, RTLD_LAZY | RTLD_NOLOAD);
        const auto parallel = handle == nullptr ? nullptr : reinterpret_cast<int (*)()>(dlsym(handle, "openblas_get_parallel"));
        const auto config = handle == nullptr ? nullptr : reinterpret_cast<char* (*)()>(dlsym(handle, "openblas_get_config"));
        if (config != nullptr) copy_text(config(), info->configuration, sizeof info->configuration);
        if (parallel != nullptr) info->threading = parallel();
        if (parallel != nullptr || contains(path, "openblas")) {
            copy_text("OpenBLAS", info->name, sizeof info->name);
        } else if (contains(path, "mkl")) {
            copy_text("MKL", info->name, sizeof info->name);
        } else if (contains(path, "blis")) {
            copy_text("BLIS", info->name, sizeof info->name);
        } else if (contains(path, "atlas")) {
            copy_text("ATLAS", info->name, sizeof info->name);
        } else if (contains(path, "libblas")) {
            copy_text("reference BLAS", info->name, sizeof info->name);
            info->threading = 0;
        } else {
            copy_text("unknown", info->name, sizeof info->name);
        }
    });
}
