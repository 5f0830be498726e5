// Which libtorch this was compiled with, and which one is loaded.
#include <ATen/Version.h>

#if defined(__unix__) || defined(__APPLE__)
#include <dlfcn.h>
#endif

#include "internal.h"

#define CNN_STRING_OF(x) #x
#define CNN_STRING(x) CNN_STRING_OF(x)

int cnn_abi_version(void) { return CNN_ABI_VERSION; }

const char* cnn_build_torch_version(void) {
    return CNN_STRING(TORCH_VERSION_MAJOR) "." CNN_STRING(TORCH_VERSION_MINOR) "." CNN_STRING(TORCH_VERSION_PATCH);
}

const char* cnn_build_configuration(void) {
    static const std::string text = [] {
        try {
            return at::show_config();
        } catch (...) {
            return std::string();
        }
    }();
    return text.c_str();
}

const char* cnn_runtime_torch_version(void) {
    static const std::string version = [] {
        const std::string text = cnn_build_configuration();
        const std::string key = "TORCH_VERSION=";
        const auto start = text.find(key);
        if (start == std::string::npos) return std::string();
        const auto end = text.find_first_of(", \n", start + key.size());
        return text.substr(start + key.size(), end == std::string::npos ? end : end - start - key.size());
    }();
    return version.c_str();
}

const char* cnn_torch_library_path(void) {
    static const std::string path = [] {
#if defined(__unix__) || defined(__APPLE__)
        Dl_info info;
        // Any symbol that libtorch_cpu defines would do.
        if (dladdr(reinterpret_cast<const void*>(&at::show_config), &info) != 0 && info.dli_fname != nullptr) return std::string(info.dli_fname);
#endif
        return std::string();
    }();
    return path.c_str();
}
