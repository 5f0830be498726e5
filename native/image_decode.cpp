// Which decoder a picture needs.
#include "image.h"

#include <cstring>
#include <stdexcept>

namespace cnn {

namespace {

constexpr uint8_t jpeg_start[] = {0xFF, 0xD8, 0xFF};
constexpr uint8_t png_start[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

template <size_t size> bool starts_with(const uint8_t* data, size_t bytes, const uint8_t (&start)[size]) {
    return bytes >= size && std::memcmp(data, start, size) == 0;
}

} // namespace

Image decode_image(const uint8_t* data, size_t bytes, ImageMode mode) {
    if (starts_with(data, bytes, jpeg_start)) return decode_jpeg(data, bytes, mode);
    if (starts_with(data, bytes, png_start)) return decode_png(data, bytes, mode);
    throw std::runtime_error("The data is neither a JPEG nor a PNG: it starts with neither format's signature.");
}

} // namespace cnn
