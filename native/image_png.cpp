// PNG through libpng: every colour type, depth and interlacing comes out as 8 bits a channel. Errors jump; see image_jpeg.cpp.
#include <csetjmp>
#include <cstring>
#include <stdexcept>
#include <string>

#include <png.h>

#include "image.h"

namespace cnn {

namespace {

struct Work {
    const uint8_t* data;
    size_t bytes;
    size_t position = 0;
    char message[256] = {};
    png_structp png = nullptr;
    png_infop info = nullptr;
    Image image;
    std::vector<png_bytep> rows;
    std::string refusal;

    Work(const uint8_t* start, size_t count) : data(start), bytes(count) {}
    Work(const Work&) = delete;
    Work& operator=(const Work&) = delete;
    ~Work() {
        if (png != nullptr) png_destroy_read_struct(&png, &info, nullptr);
    }
};

void read_bytes(png_structp png, png_bytep target, png_size_t count) {
    auto* work = static_cast<Work*>(png_get_io_ptr(png));
    if (count > work->bytes - work->position) png_error(png, "the data ends too early");
    std::memcpy(target, work->data + work->position, count);
    work->position += count;
}

void fail(png_structp png, png_const_charp message) {
    auto* work = static_cast<Work*>(png_get_error_ptr(png));
    std::strncpy(work->message, message, sizeof work->message - 1);
    longjmp(png_jmpbuf(png), 1);
}

void stay_silent(png_structp, png_const_charp) {}

void choose_transformations(png_structp png, png_infop info, ImageMode mode) {
    const auto color = png_get_color_type(png, info);
    const bool transparent = png_get_valid(png, info, PNG_INFO_tRNS) != 0;
    const bool has_alpha = (color & PNG_COLOR_MASK_ALPHA) != 0 || transparent;
    const bool is_gray = (color & PNG_COLOR_MASK_COLOR) == 0;
    const bool want_alpha = mode == ImageMode::gray_alpha || mode == ImageMode::rgb_alpha || (mode == ImageMode::unchanged && has_alpha);
    png_set_strip_16(png);
    if (color == PNG_COLOR_TYPE_PALETTE) png_set_palette_to_rgb(png);
    if (is_gray && png_get_bit_depth(png, info) < 8) png_set_expand_gray_1_2_4_to_8(png);
    if (transparent && want_alpha) png_set_tRNS_to_alpha(png);
    if (has_alpha && !want_alpha) png_set_strip_alpha(png);
    // Luma of ITU-R BT.601; the third weight is what is left.
    if ((mode == ImageMode::gray || mode == ImageMode::gray_alpha) && !is_gray) png_set_rgb_to_gray(png, PNG_ERROR_ACTION_NONE, 0.299, 0.587);
    if ((mode == ImageMode::rgb || mode == ImageMode::rgb_alpha) && is_gray) png_set_gray_to_rgb(png);
    if (want_alpha && !has_alpha) png_set_add_alpha(png, 255, PNG_FILLER_AFTER);
}

// Where a chunk claims more bytes than the file has. libpng takes memory for some kinds of chunks before it finds that out.
bool has_cut_chunk(const uint8_t* data, size_t bytes) {
    constexpr size_t signature = 8, frame = 12; // length, type and checksum
    for (size_t position = signature; bytes - position >= 4;) {
        const size_t length = static_cast<size_t>(data[position]) << 24 | static_cast<size_t>(data[position + 1]) << 16 | static_cast<size_t>(data[position + 2]) << 8 | data[position + 3];
        if (bytes - position < frame || bytes - position - frame < length) return true;
        const bool end = std::memcmp(data + position + 4, "IEND", 4) == 0;
        position += frame + length;
        if (end) return false; // what follows is not read
    }
    return true;
}

// Chunks that no pixel depends on, and that a small file can fill memory with: a thousand compressed texts of eight megabytes each, for instance.
constexpr png_byte unread_chunks[] = "tEXt\0zTXt\0iTXt\0sPLT\0eXIf\0hIST\0pCAL\0sCAL";

// Deflate makes at most 258 bytes of two bits. A header that claims more pixels than the file can hold is not believed.
constexpr size_t best_ratio = 1032;

// False where libpng jumped or the picture is refused. Holds no object of its own that a jump could skip.
bool run(Work& work, ImageMode mode) {
    auto& image = work.image;
    if (setjmp(png_jmpbuf(work.png)) != 0) return false;
    png_set_read_fn(work.png, &work, read_bytes);
    // A small file can claim chunks of any size.
    png_set_chunk_malloc_max(work.png, 8'000'000);
    png_set_keep_unknown_chunks(work.png, PNG_HANDLE_CHUNK_NEVER, unread_chunks, sizeof unread_chunks / 5);
    png_read_info(work.png, work.info);
    image.width = png_get_image_width(work.png, work.info);
    image.height = png_get_image_height(work.png, work.info);
    if (image.width * image.height > most_pixels) {
        work.refusal = too_many_pixels(image);
        return false;
    }
    if (png_get_rowbytes(work.png, work.info) * static_cast<size_t>(image.height) / best_ratio > work.bytes) png_error(work.png, "it holds too few bytes for its size in pixels");
    choose_transformations(work.png, work.info, mode);
    png_set_interlace_handling(work.png);
    png_read_update_info(work.png, work.info);
    image.channels = png_get_channels(work.png, work.info);
    const size_t stride = png_get_rowbytes(work.png, work.info);
    image.pixels.resize(stride * static_cast<size_t>(image.height));
    work.rows.resize(static_cast<size_t>(image.height));
    for (size_t y = 0; y < work.rows.size(); ++y) work.rows[y] = image.pixels.data() + y * stride;
    png_read_image(work.png, work.rows.data());
    png_read_end(work.png, nullptr);
    return true;
}

} // namespace

Image decode_png(const uint8_t* data, size_t bytes, ImageMode mode) {
    if (has_cut_chunk(data, bytes)) throw std::runtime_error("The PNG data is damaged or cut short: a chunk reaches past the end");
    Work work(data, bytes);
    work.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &work, fail, stay_silent);
    work.info = work.png == nullptr ? nullptr : png_create_info_struct(work.png);
    if (work.info == nullptr) throw std::runtime_error("libpng could not be started.");
    if (run(work, mode)) return std::move(work.image);
    throw std::runtime_error(!work.refusal.empty() ? work.refusal : std::string("The PNG data is damaged or cut short: ") + work.message);
}

} // namespace cnn
