// Pictures in memory to tensors.
#include "image.h"

#include "internal.h"

using namespace cnn;

CnnTensor cnn_decode_image(const void* data, int64_t bytes, int mode) {
    return guarded([&] {
        if (data == nullptr || bytes <= 0) throw std::runtime_error("The image data is empty.");
        if (mode < 0 || mode > 4) throw std::runtime_error("Unknown image mode.");
        const auto image = decode_image(static_cast<const uint8_t*>(data), static_cast<size_t>(bytes), static_cast<ImageMode>(mode));
        auto result = at::empty({image.channels, image.height, image.width}, at::TensorOptions().dtype(at::kByte));
        auto* target = result.data_ptr<uint8_t>();
        const int64_t area = image.width * image.height;
        for (int64_t channel = 0; channel < image.channels; ++channel)
            for (int64_t i = 0; i < area; ++i) target[channel * area + i] = image.pixels[static_cast<size_t>(i * image.channels + channel)];
        return result;
    });
}
