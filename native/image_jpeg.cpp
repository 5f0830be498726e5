// JPEG through libjpeg (libjpeg-turbo). The decoder's fatal errors jump: all that they could leave half-made lives in Work, outside the function that
// they jump back to. Warnings of damage are errors here, because libjpeg fills the rest of the picture with grey and carries on.
#include <algorithm>
#include <csetjmp>
#include <cstdio>
#include <stdexcept>
#include <string>

#include <jpeglib.h>
// After jpeglib.h, which it builds on.
#include <jerror.h>

#include "image.h"

namespace cnn {

namespace {

struct ErrorManager {
    jpeg_error_mgr base; // first: libjpeg hands out a pointer to it
    std::jmp_buf jump;
    char message[JMSG_LENGTH_MAX];
};

struct Work {
    jpeg_decompress_struct info{};
    ErrorManager manager{};
    Image image;
    std::vector<uint8_t> row, rgb;
    std::string refusal;
    jpeg_progress_mgr progress{};

    Work() = default;
    Work(const Work&) = delete;
    Work& operator=(const Work&) = delete;
    // Harmless where nothing was created.
    ~Work() { jpeg_destroy_decompress(&info); }
};

void fail(j_common_ptr info) {
    auto* manager = reinterpret_cast<ErrorManager*>(info->err);
    info->err->format_message(info, manager->message);
    std::longjmp(manager->jump, 1);
}

// Stray bytes between segments and odd markers are common in files from the web and lose nothing; any other warning means that pixels are missing.
void report(j_common_ptr info, int level) {
    if (level >= 0) return;
    switch (info->err->msg_code) {
        case JWRN_EXTRANEOUS_DATA:
        case JWRN_JFIF_MAJOR:
        case JWRN_ADOBE_XFORM:
        case JWRN_TOO_MUCH_DATA: return;
        default: fail(info);
    }
}

void stay_silent(j_common_ptr) {}

// Each scan of a progressive file goes over the whole picture, and can be made of a few bytes. Encoders write about ten.
constexpr int most_scans = 200;

void count_scans(j_common_ptr info) {
    if (!info->is_decompressor || reinterpret_cast<j_decompress_ptr>(info)->input_scan_number <= most_scans) return;
    auto* manager = reinterpret_cast<ErrorManager*>(info->err);
    std::snprintf(manager->message, sizeof manager->message, "more than %d scans", most_scans);
    std::longjmp(manager->jump, 1);
}

// Huffman codes have at least one bit, and every block of 64 pixels at least one code. A header that claims more pixels than the file can hold is not believed.
// Arithmetic coding knows no such bound; there, as everywhere, memory for rows is taken as they come.
constexpr int64_t most_pixels_a_byte = 8 * 64;

// Four colours to three. Adobe's programs store them inverted.
void cmyk_to_rgb(const uint8_t* in, uint8_t* out, int64_t width, bool inverted) {
    for (int64_t x = 0; x < width; ++x, in += 4, out += 3) {
        const int k = inverted ? in[3] : 255 - in[3];
        for (int channel = 0; channel < 3; ++channel) {
            const int value = inverted ? in[channel] : 255 - in[channel];
            out[channel] = static_cast<uint8_t>((value * k + 127) / 255);
        }
    }
}

// Luma of ITU-R BT.601 (0.299, 0.587, 0.114) in 16-bit fixed point.
void rgb_to_gray(const uint8_t* in, uint8_t* out, int64_t width) {
    for (int64_t x = 0; x < width; ++x, in += 3) out[x] = static_cast<uint8_t>((19595 * in[0] + 38470 * in[1] + 7471 * in[2] + 32768) >> 16);
}

// False where libjpeg jumped or the picture is refused. Holds no object of its own that a jump could skip.
bool run(Work& work, const uint8_t* data, size_t bytes, ImageMode mode) {
    auto& info = work.info;
    auto& image = work.image;
    if (setjmp(work.manager.jump) != 0) return false;
    jpeg_create_decompress(&info);
    work.progress.progress_monitor = count_scans;
    info.progress = &work.progress;
    // Progressive files need the coefficients of the whole picture, two bytes each: by the bound above at most 3,072 times a file of three colours, or a claim.
    info.mem->max_memory_to_use = std::min(1L << 30, (32L << 20) + 4096L * static_cast<long>(std::min(bytes, size_t{1} << 20)));
    jpeg_mem_src(&info, const_cast<unsigned char*>(data), static_cast<unsigned long>(bytes));
    jpeg_read_header(&info, TRUE);
    image.width = info.image_width;
    image.height = info.image_height;
    if (image.width * image.height > most_pixels) {
        work.refusal = too_many_pixels(image);
        return false;
    }
    if (info.arith_code == FALSE && image.width * image.height / most_pixels_a_byte > static_cast<int64_t>(bytes)) {
        work.refusal = "The JPEG data is damaged or cut short: it holds too few bytes for its size in pixels";
        return false;
    }
    const bool four_colors = info.jpeg_color_space == JCS_CMYK || info.jpeg_color_space == JCS_YCCK;
    const bool gray = mode == ImageMode::gray || (mode == ImageMode::unchanged && info.jpeg_color_space == JCS_GRAYSCALE);
    info.out_color_space = four_colors ? JCS_CMYK : gray ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_start_decompress(&info);
    image.channels = gray ? 1 : 3;
    const size_t stride = static_cast<size_t>(image.width * image.channels), whole = stride * static_cast<size_t>(image.height);
    work.row.resize(static_cast<size_t>(image.width) * 4);
    work.rgb.resize(static_cast<size_t>(image.width) * 3);
    while (info.output_scanline < info.output_height) {
        const size_t done = info.output_scanline * stride;
        if (image.pixels.size() < done + stride) image.pixels.resize(std::min(whole, std::max(2 * done, done + 64 * stride)));
        uint8_t* target = image.pixels.data() + done;
        JSAMPROW line = four_colors ? work.row.data() : target;
        jpeg_read_scanlines(&info, &line, 1);
        if (!four_colors) continue;
        cmyk_to_rgb(work.row.data(), gray ? work.rgb.data() : target, image.width, info.saw_Adobe_marker != 0);
        if (gray) rgb_to_gray(work.rgb.data(), target, image.width);
    }
    jpeg_finish_decompress(&info);
    return true;
}

} // namespace

Image decode_jpeg(const uint8_t* data, size_t bytes, ImageMode mode) {
    if (mode == ImageMode::gray_alpha || mode == ImageMode::rgb_alpha) throw std::runtime_error("A JPEG has no alpha channel.");
    Work work;
    work.info.err = jpeg_std_error(&work.manager.base);
    work.manager.base.error_exit = fail;
    work.manager.base.emit_message = report;
    work.manager.base.output_message = stay_silent;
    if (run(work, data, bytes, mode)) return std::move(work.image);
    throw std::runtime_error(!work.refusal.empty() ? work.refusal : std::string("The JPEG data is damaged or cut short: ") + work.manager.message);
}

} // namespace cnn
