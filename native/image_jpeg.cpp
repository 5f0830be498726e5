// JPEG through libjpeg (libjpeg-turbo). The decoder's fatal errors jump, so that no C++ object may be born between setjmp and the calls; its warnings
// (a file cut short, a broken stretch of data) are errors here, because libjpeg fills the rest of the picture with grey and carries on.
#include <csetjmp>
#include <cstdio>
#include <stdexcept>
#include <string>

#include <jpeglib.h>

#include "image.h"

namespace cnn {

namespace {

struct ErrorManager {
    jpeg_error_mgr base; // first: libjpeg hands out a pointer to it
    std::jmp_buf jump;
    char message[JMSG_LENGTH_MAX];
};

void fail(j_common_ptr info) {
    auto* manager = reinterpret_cast<ErrorManager*>(info->err);
    info->err->format_message(info, manager->message);
    std::longjmp(manager->jump, 1);
}

void report(j_common_ptr info, int level) {
    if (level < 0) fail(info);
}

void stay_silent(j_common_ptr) {}

// CMYK as Adobe's programs store it is inverted; both kinds to RGB.
void cmyk_to_rgb(const uint8_t* in, uint8_t* out, int64_t width, bool inverted) {
    for (int64_t x = 0; x < width; ++x, in += 4, out += 3) {
        const int k = inverted ? in[3] : 255 - in[3];
        for (int channel = 0; channel < 3; ++channel) {
            const int value = inverted ? in[channel] : 255 - in[channel];
            out[channel] = static_cast<uint8_t>((value * k + 127) / 255);
        }
    }
}

// ITU-R BT.601 luma, in libjpeg's own fixed-point rounding.
void rgb_to_gray(const uint8_t* in, uint8_t* out, int64_t width) {
    for (int64_t x = 0; x < width; ++x, in += 3) out[x] = static_cast<uint8_t>((19595 * in[0] + 38470 * in[1] + 7471 * in[2] + 32768) >> 16);
}

} // namespace

Image decode_jpeg(const uint8_t* data, size_t bytes, ImageMode mode) {
    if (mode == ImageMode::gray_alpha || mode == ImageMode::rgb_alpha) throw std::runtime_error("A JPEG has no alpha channel.");
    // Everything with a destructor lives outside the jump.
    Image image;
    std::vector<uint8_t> row, rgb;
    jpeg_decompress_struct info;
    ErrorManager manager;
    info.err = jpeg_std_error(&manager.base);
    manager.base.error_exit = fail;
    manager.base.emit_message = report;
    manager.base.output_message = stay_silent;
    manager.message[0] = '\0';
    std::string too_large;

    if (setjmp(manager.jump) != 0) {
        jpeg_destroy_decompress(&info);
        throw std::runtime_error(std::string("The JPEG data is damaged or cut short: ") + manager.message);
    }
    jpeg_create_decompress(&info);
    // libjpeg's limit for progressive files that claim huge coefficient arrays.
    info.mem->max_memory_to_use = 1L << 30;
    jpeg_mem_src(&info, const_cast<unsigned char*>(data), static_cast<unsigned long>(bytes));
    jpeg_read_header(&info, TRUE);
    image.width = info.image_width;
    image.height = info.image_height;
    if (image.width * image.height > most_pixels) {
        too_large = "The picture is " + std::to_string(image.width) + " x " + std::to_string(image.height) + "; more than " + std::to_string(most_pixels) +
                    " pixels are refused.";
        jpeg_destroy_decompress(&info);
        throw std::runtime_error(too_large);
    }
    const bool four_colors = info.jpeg_color_space == JCS_CMYK || info.jpeg_color_space == JCS_YCCK;
    const bool gray = mode == ImageMode::gray || (mode == ImageMode::unchanged && info.jpeg_color_space == JCS_GRAYSCALE);
    info.out_color_space = four_colors ? JCS_CMYK : gray ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_start_decompress(&info);
    image.channels = gray ? 1 : 3;
    image.pixels.resize(static_cast<size_t>(image.width * image.height * image.channels));
    row.resize(static_cast<size_t>(image.width) * 4);
    rgb.resize(static_cast<size_t>(image.width) * 3);
    while (info.output_scanline < info.output_height) {
        uint8_t* target = image.pixels.data() + static_cast<size_t>(info.output_scanline) * static_cast<size_t>(image.width * image.channels);
        JSAMPROW line = four_colors ? row.data() : target;
        jpeg_read_scanlines(&info, &line, 1);
        if (!four_colors) continue;
        cmyk_to_rgb(row.data(), gray ? rgb.data() : target, image.width, info.saw_Adobe_marker != 0);
        if (gray) rgb_to_gray(rgb.data(), target, image.width);
    }
    jpeg_finish_decompress(&info);
    jpeg_destroy_decompress(&info);
    return image;
}

} // namespace cnn
