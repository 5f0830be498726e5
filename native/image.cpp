// Pictures in memory to tensors.
#include "image.h"

#include <cstring>

#include "internal.h"

using namespace cnn;

namespace {

constexpr uint8_t jpeg_start[] = {0xFF, 0xD8, 0xFF};
constexpr uint8_t png_start[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

template <size_t size> bool starts_with(const uint8_t* data, size_t bytes, const uint8_t (&start)[size]) {
    return bytes >= size && std::memcmp(data, start, size) == 0;
}

Image decode(const uint8_t* data, size_t bytes, ImageMode mode) {
    if (starts_with(data, bytes, jpeg_start)) return decode_jpeg(data, bytes, mode);
    if (starts_with(data, bytes, png_start)) return decode_png(data, bytes, mode);
    throw std::runtime_error("The data is neither a JPEG nor a PNG: it starts with neither format's signature.");
}

} // namespace

CnnTensor cnn_decode_image(const void* data, int64_t bytes, int mode) {
    return guarded([&] {
        if (data == nullptr || bytes <= 0) throw std::runtime_error("The image data is empty.");
        if (mode < 0 || mode > 4) throw std::runtime_error("Unknown image mode.");
        const auto image = decode(static_cast<const uint8_t*>(data), static_cast<size_t>(bytes), static_cast<ImageMode>(mode));
        auto result = at::empty({image.channels, image.height, image.width}, at::TensorOptions().dtype(at::kByte));
        auto* target = result.data_ptr<uint8_t>();
        const int64_t area = image.width * image.height;
        for (int64_t channel = 0; channel < image.channels; ++channel)
            for (int64_t i = 0; i < area; ++i) target[channel * area + i] = image.pixels[static_cast<size_t>(i * image.channels + channel)];
        return result;
    });
}
