#pragma once
// zlib's deflate without header, whole pieces at a time, for the Sheets module alone.
#include <string.h>
#include <zlib.h>

// Bytes written; -1 when the input is damaged or holds more than there is room for.
static inline long moat_inflate(const unsigned char *bytes, unsigned size, unsigned char *out, unsigned room) {
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    if (inflateInit2(&stream, -15) != Z_OK) return -1;
    stream.next_in = (unsigned char *)bytes;
    stream.avail_in = size;
    stream.next_out = out;
    stream.avail_out = room;
    int state = inflate(&stream, Z_FINISH);
    long written = (long)stream.total_out;
    inflateEnd(&stream);
    return state == Z_STREAM_END ? written : -1;
}

// The most bytes that so many can become.
static inline unsigned long moat_deflate_bound(unsigned long size) { return compressBound(size) + 16; }

// Bytes written; -1 when there is no room or no memory.
static inline long moat_deflate(const unsigned char *bytes, unsigned size, unsigned char *out, unsigned room) {
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    if (deflateInit2(&stream, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) != Z_OK) return -1;
    stream.next_in = (unsigned char *)bytes;
    stream.avail_in = size;
    stream.next_out = out;
    stream.avail_out = room;
    int state = deflate(&stream, Z_FINISH);
    long written = (long)stream.total_out;
    deflateEnd(&stream);
    return state == Z_STREAM_END ? written : -1;
}

static inline unsigned moat_crc32(const unsigned char *bytes, unsigned size) {
    return (unsigned)crc32(crc32(0, NULL, 0), bytes, size);
}
