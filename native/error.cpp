// The last error of each thread, without libtorch's C++ stack trace.
#include "internal.h"

namespace cnn {

namespace {
thread_local std::string last_error;
}

std::atomic<int64_t> live_tensors{0};

void set_error(const std::string& message) { last_error = message; }

void set_error_from_current_exception() {
    try {
        throw;
    } catch (const c10::Error& error) {
        last_error = error.what_without_backtrace();
    } catch (const std::bad_alloc&) {
        last_error = "Out of memory.";
    } catch (const std::exception& error) {
        last_error = error.what();
        // Errors that the autograd engine carries between threads come as plain exceptions with the trace in their text.
        const auto trace = last_error.find("\nException raised from");
        if (trace != std::string::npos) last_error.resize(trace);
    } catch (...) {
        last_error = "An error of unknown type.";
    }
}

} // namespace cnn

const char* cnn_last_error(void) { return cnn::last_error.c_str(); }
