// Decoders of single formats; each throws std::runtime_error with the format's own message.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace cnn {

enum class ImageMode { unchanged = 0, gray = 1, gray_alpha = 2, rgb = 3, rgb_alpha = 4 };

// Rows of interleaved pixels, one byte a channel.
struct Image {
    int64_t width = 0, height = 0, channels = 0;
    std::vector<uint8_t> pixels;
};

// A picture of more pixels than this is refused before memory is taken for it: a small file can claim any size.
constexpr int64_t most_pixels = 100'000'000;

inline std::string too_many_pixels(const Image& image) {
    return "The picture is " + std::to_string(image.width) + " x " + std::to_string(image.height) + "; more than " + std::to_string(most_pixels) + " pixels are refused.";
}

// Chooses by the signature.
Image decode_image(const uint8_t* data, size_t bytes, ImageMode mode);
Image decode_jpeg(const uint8_t* data, size_t bytes, ImageMode mode);
Image decode_png(const uint8_t* data, size_t bytes, ImageMode mode);

} // namespace cnn
