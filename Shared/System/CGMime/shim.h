#pragma once
// GMime as functions over plain pointers: GLib's cast macros do not import into Swift. Every `void *` is a GMime object
// that the Mail module owns or borrows; strings that come from `moat_take_` must be given to moat_free.
#include <gmime/gmime.h>

static const int MOAT_MULTIPART = 1;
static const int MOAT_MESSAGE = 2;
static const int MOAT_FROM = GMIME_ADDRESS_TYPE_FROM;
static const int MOAT_REPLY_TO = GMIME_ADDRESS_TYPE_REPLY_TO;
static const int MOAT_TO = GMIME_ADDRESS_TYPE_TO;
static const int MOAT_CC = GMIME_ADDRESS_TYPE_CC;

static inline void moat_gmime_init(void) { g_mime_init(); }
static inline void moat_unref(void *object) { g_object_unref(object); }

static inline void *moat_message_parse(const unsigned char *bytes, size_t length) {
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer((const char *)bytes, length);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    g_mime_parser_set_format(parser, GMIME_FORMAT_MESSAGE);
    GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
    g_object_unref(parser);
    g_object_unref(stream);
    return message;
}

static inline void *moat_message_part(void *message) { return g_mime_message_get_mime_part(GMIME_MESSAGE(message)); }

static inline int moat_part_kind(void *part) {
    if (GMIME_IS_MULTIPART(part)) return MOAT_MULTIPART;
    if (GMIME_IS_MESSAGE_PART(part)) return MOAT_MESSAGE;
    return 0;
}

static inline int moat_part_count(void *part) { return g_mime_multipart_get_count(GMIME_MULTIPART(part)); }
static inline void *moat_part_at(void *part, int index) {
    return g_mime_multipart_get_part(GMIME_MULTIPART(part), index);
}
static inline void *moat_part_message(void *part) { return g_mime_message_part_get_message(GMIME_MESSAGE_PART(part)); }

static inline const char *moat_part_type(void *part) {
    GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(part));
    return type ? g_mime_content_type_get_media_type(type) : NULL;
}
static inline const char *moat_part_subtype(void *part) {
    GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(part));
    return type ? g_mime_content_type_get_media_subtype(type) : NULL;
}
static inline const char *moat_part_parameter(void *part, const char *name) {
    return g_mime_object_get_content_type_parameter(GMIME_OBJECT(part), name);
}
static inline const char *moat_part_disposition(void *part) { return g_mime_object_get_disposition(GMIME_OBJECT(part)); }
static inline const char *moat_part_content_id(void *part) { return g_mime_object_get_content_id(GMIME_OBJECT(part)); }

static inline int moat_header_count(void *object) {
    return g_mime_header_list_get_count(g_mime_object_get_header_list(GMIME_OBJECT(object)));
}
static inline const char *moat_header_name(void *object, int index) {
    return g_mime_header_get_name(
        g_mime_header_list_get_header_at(g_mime_object_get_header_list(GMIME_OBJECT(object)), index));
}
static inline const char *moat_header_raw(void *object, int index) {
    return g_mime_header_get_raw_value(
        g_mime_header_list_get_header_at(g_mime_object_get_header_list(GMIME_OBJECT(object)), index));
}

static inline GByteArray *moat_stream_bytes(GMimeStream *stream) {
    return g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
}

// The decoded content of a leaf, or the source of an embedded message. Free with moat_unref of the stream.
static inline void *moat_part_content(void *part) {
    GMimeStream *stream = g_mime_stream_mem_new();
    if (GMIME_IS_PART(part)) {
        GMimeDataWrapper *wrapper = g_mime_part_get_content(GMIME_PART(part));
        if (wrapper) g_mime_data_wrapper_write_to_stream(wrapper, stream);
    } else {
        g_mime_object_write_to_stream(GMIME_OBJECT(part), NULL, stream);
    }
    return stream;
}
static inline const unsigned char *moat_content_bytes(void *stream) { return moat_stream_bytes(GMIME_STREAM(stream))->data; }
static inline size_t moat_content_length(void *stream) { return moat_stream_bytes(GMIME_STREAM(stream))->len; }

static inline void *moat_addresses_parse(const char *text) { return internet_address_list_parse(NULL, text); }
static inline int moat_addresses_count(void *list) { return internet_address_list_length(INTERNET_ADDRESS_LIST(list)); }
static inline void *moat_address_at(void *list, int index) {
    return internet_address_list_get_address(INTERNET_ADDRESS_LIST(list), index);
}
static inline const char *moat_address_name(void *address) { return internet_address_get_name(INTERNET_ADDRESS(address)); }
static inline const char *moat_address_mailbox(void *address) {
    if (!INTERNET_ADDRESS_IS_MAILBOX(address)) return NULL;
    return internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(address));
}
static inline void *moat_address_members(void *address) {
    if (!INTERNET_ADDRESS_IS_GROUP(address)) return NULL;
    return internet_address_group_get_members(INTERNET_ADDRESS_GROUP(address));
}

// Microseconds since 1970 into `result`; 0 when the date cannot be read.
static inline int moat_date(const char *text, int64_t *result) {
    GDateTime *date = g_mime_utils_header_decode_date(text);
    if (!date) return 0;
    *result = g_date_time_to_unix(date) * 1000000;
    g_date_time_unref(date);
    return 1;
}

// A parameter of a Content-Type or Content-Disposition value, decoded by RFC 2231 and 2047.
static inline char *moat_take_parameter(int disposition, const char *value, const char *name) {
    char *result = NULL;
    if (disposition) {
        GMimeContentDisposition *parsed = g_mime_content_disposition_parse(NULL, value);
        if (!parsed) return NULL;
        result = g_strdup(g_mime_content_disposition_get_parameter(parsed, name));
        g_object_unref(parsed);
    } else {
        GMimeContentType *parsed = g_mime_content_type_parse(NULL, value);
        if (!parsed) return NULL;
        result = g_strdup(g_mime_content_type_get_parameter(parsed, name));
        g_object_unref(parsed);
    }
    return result;
}
static inline void moat_free(char *text) { g_free(text); }

// Composing. Objects are owned by the caller until they are added to another one, which keeps its own reference.
static inline void *moat_message_new(void) { return g_mime_message_new(FALSE); }
static inline void moat_message_set_part(void *message, void *part) {
    g_mime_message_set_mime_part(GMIME_MESSAGE(message), GMIME_OBJECT(part));
}
static inline void moat_header_append(void *object, const char *name, const char *value) {
    g_mime_object_append_header(GMIME_OBJECT(object), name, value, "UTF-8");
}
static inline void moat_date_append(void *message, int64_t seconds) {
    GDateTime *date = g_date_time_new_from_unix_utc(seconds);
    if (!date) return;
    g_mime_message_set_date(GMIME_MESSAGE(message), date);
    g_date_time_unref(date);
}
static inline void moat_mailbox_add(void *message, int type, const char *name, const char *address) {
    g_mime_message_add_mailbox(GMIME_MESSAGE(message), (GMimeAddressType)type, name, address);
}
static inline void *moat_part_new(
    const char *type, const char *subtype, const unsigned char *bytes, size_t length, int base64
) {
    GMimePart *part = g_mime_part_new_with_type(type, subtype);
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer((const char *)bytes, length);
    GMimeDataWrapper *wrapper = g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT);
    g_mime_part_set_content(part, wrapper);
    g_mime_part_set_content_encoding(
        part, base64 ? GMIME_CONTENT_ENCODING_BASE64 : GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
    g_object_unref(wrapper);
    g_object_unref(stream);
    return part;
}
static inline void moat_part_set_parameter(void *part, const char *name, const char *value) {
    g_mime_object_set_content_type_parameter(GMIME_OBJECT(part), name, value);
}
static inline void moat_part_set_disposition(void *part, const char *disposition, const char *filename) {
    g_mime_object_set_disposition(GMIME_OBJECT(part), disposition);
    if (filename) g_mime_part_set_filename(GMIME_PART(part), filename);
}
static inline void moat_part_set_content_id(void *part, const char *identifier) {
    g_mime_object_set_content_id(GMIME_OBJECT(part), identifier);
}
static inline void *moat_multipart_new(const char *subtype, const char *boundary) {
    GMimeMultipart *multipart = g_mime_multipart_new_with_subtype(subtype);
    g_mime_multipart_set_boundary(multipart, boundary);
    return multipart;
}
static inline void moat_multipart_add(void *multipart, void *part) {
    g_mime_multipart_add(GMIME_MULTIPART(multipart), GMIME_OBJECT(part));
}
static inline void *moat_message_write(void *message) {
    GMimeFormatOptions *options = g_mime_format_options_new();
    g_mime_format_options_set_newline_format(options, GMIME_NEWLINE_FORMAT_DOS);
    GMimeStream *stream = g_mime_stream_mem_new();
    g_mime_object_write_to_stream(GMIME_OBJECT(message), options, stream);
    g_mime_format_options_free(options);
    return stream;
}
