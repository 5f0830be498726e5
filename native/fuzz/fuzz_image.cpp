// Feeds libFuzzer's inputs to the decoders of pictures. The first byte chooses the colour mode, the rest is the file. A refusal is an exception and a sound
// answer; everything else that leaves the decoder must be a picture that fits to its own numbers. AddressSanitizer and UBSan see to the rest.
#include <cstdint>
#include <cstdlib>
#include <stdexcept>

#include "../image.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t bytes) {
    if (bytes < 2) return 0;
    const auto mode = static_cast<cnn::ImageMode>(data[0] % 5);
    try {
        const cnn::Image image = cnn::decode_image(data + 1, bytes - 1, mode);
        if (image.width < 1 || image.height < 1 || image.channels < 1 || image.channels > 4) std::abort();
        if (image.width * image.height > cnn::most_pixels) std::abort();
        if (image.pixels.size() != static_cast<size_t>(image.width * image.height * image.channels)) std::abort();
    } catch (const std::runtime_error&) {
    }
    return 0;
}
