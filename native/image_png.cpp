// PNG through libpng: every colour type, depth and interlacing comes out as 8 bits a channel.
#include <csetjmp>
#include <cstring>
#include <stdexcept>
#include <string>

#include <png.h>

#include "image.h"

namespace cnn {

namespace {

struct Source {
    const uint8_t* data;
    size_t bytes, position;
    char message[256];
};

void read_bytes(png_structp png, png_bytep target, png_size_t count) {
    auto* source = static_cast<Source*>(png_get_io_ptr(png));
    if (count > source->bytes - source->position) png_error(png, "the data ends too early");
    std::memcpy(target, source->data + source->position, count);
    source->position += count;
}

void fail(png_structp png, png_const_charp message) {
    auto* source = static_cast<Source*>(png_get_error_ptr(png));
    std::strncpy(source->message, message, sizeof source->message - 1);
    longjmp(png_jmpbuf(png), 1);
}

void stay_silent(png_structp, png_const_charp) {}

void choose_transformations(png_structp png, png_infop info, ImageMode mode) {
    const auto color = png_get_color_type(png, info);
    const bool transparent = png_get_valid(png, info, PNG_INFO_tRNS) != 0;
    const bool has_alpha = (color & PNG_COLOR_MASK_ALPHA) != 0 || transparent;
    const bool is_gray = (color & PNG_COLOR_MASK_COLOR) == 0;
    png_set_strip_16(png);
    if (color == PNG_COLOR_TYPE_PALETTE) png_set_palette_to_rgb(png);
    if (is_gray && png_get_bit_depth(png, info) < 8) png_set_expand_gray_1_2_4_to_8(png);
    const bool want_alpha = mode == ImageMode::gray_alpha || mode == ImageMode::rgb_alpha || (mode == ImageMode::unchanged && has_alpha);
    if (transparent && want_alpha) png_set_tRNS_to_alpha(png);
    if (has_alpha && !want_alpha) png_set_strip_alpha(png);
    if ((mode == ImageMode::gray || mode == ImageMode::gray_alpha) && !is_gray) png_set_rgb_to_gray(png, PNG_ERROR_ACTION_NONE, 0.299, 0.587);
    if ((mode == ImageMode::rgb || mode == ImageMode::rgb_alpha) && is_gray) png_set_gray_to_rgb(png);
    if (want_alpha && !has_alpha) png_set_add_alpha(png, 255, PNG_FILLER_AFTER);
}

} // namespace

Image decode_png(const uint8_t* data, size_t bytes, ImageMode mode) {
    // Everything with a destructor lives outside the jump.
    Image image;
    std::vector<png_bytep> rows;
    std::string too_large;
    Source source{data, bytes, 0, {}};
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &source, fail, stay_silent);
    if (png == nullptr) throw std::runtime_error("libpng could not be started.");
    png_infop info = png_create_info_struct(png);
    if (info == nullptr) {
        png_destroy_read_struct(&png, nullptr, nullptr);
        throw std::runtime_error("libpng could not be started.");
    }
    if (setjmp(png_jmpbuf(png)) != 0) {
        png_destroy_read_struct(&png, &info, nullptr);
        throw std::runtime_error(std::string("The PNG data is damaged or cut short: ") + source.message);
    }
    png_set_read_fn(png, &source, read_bytes);
    png_set_chunk_malloc_max(png, 8'000'000);
    png_read_info(png, info);
    image.width = png_get_image_width(png, info);
    image.height = png_get_image_height(png, info);
    if (image.width * image.height > most_pixels) {
        too_large = "The picture is " + std::to_string(image.width) + " x " + std::to_string(image.height) + "; more than " + std::to_string(most_pixels) +
                    " pixels are refused.";
        png_destroy_read_struct(&png, &info, nullptr);
        throw std::runtime_error(too_large);
    }
    choose_transformations(png, info, mode);
    png_set_interlace_handling(png);
    png_read_update_info(png, info);
    image.channels = png_get_channels(png, info);
    const size_t stride = png_get_rowbytes(png, info);
    image.pixels.resize(stride * static_cast<size_t>(image.height));
    rows.resize(static_cast<size_t>(image.height));
    for (size_t y = 0; y < rows.size(); ++y) rows[y] = image.pixels.data() + y * stride;
    png_read_image(png, rows.data());
    png_read_end(png, nullptr);
    png_destroy_read_struct(&png, &info, nullptr);
    return image;
}

} // namespace cnn
