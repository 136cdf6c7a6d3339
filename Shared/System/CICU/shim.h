#pragma once
// ICU's functions are macros that carry the version in their names and do not import into Swift: wrapped here, for the
// Text module alone. Each returns a negative number or NULL on any error.
#include <unicode/ubrk.h>
#include <unicode/ucal.h>
#include <unicode/ucnv.h>
#include <unicode/ucol.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utext.h>
#include <unicode/utrans.h>

// Word breaks of UTF-8 text: `ends` and `kinds` (UBRK_WORD_*) get at most `room` entries; returns how many there are.
static inline int32_t moat_words(void *iterator, const char *text, int64_t length, int32_t *ends, int32_t *kinds, int32_t room) {
    UErrorCode status = U_ZERO_ERROR;
    UText *view = utext_openUTF8(NULL, text, length, &status);
    if (U_FAILURE(status)) return -1;
    ubrk_setUText((UBreakIterator *)iterator, view, &status);
    int32_t count = 0;
    if (U_SUCCESS(status)) {
        ubrk_first((UBreakIterator *)iterator);
        for (int32_t end = ubrk_next((UBreakIterator *)iterator); end != UBRK_DONE && count < room;
             end = ubrk_next((UBreakIterator *)iterator)) {
            ends[count] = end;
            kinds[count] = ubrk_getRuleStatus((UBreakIterator *)iterator);
            count++;
        }
    }
    utext_close(view);
    return U_SUCCESS(status) ? count : -1;
}
static inline void *moat_words_open(void) {
    UErrorCode status = U_ZERO_ERROR;
    void *iterator = ubrk_open(UBRK_WORD, "", NULL, 0, &status);
    return U_SUCCESS(status) ? iterator : NULL;
}

// Bytes of GB 18030 as UTF-16; returns the length needed, a negative number for bytes that are none.
static inline int32_t moat_chinese(const uint8_t *bytes, int32_t length, UChar *result, int32_t room) {
    UErrorCode status = U_ZERO_ERROR;
    UConverter *converter = ucnv_open("gb18030", &status);
    if (U_FAILURE(status)) return -1;
    ucnv_setToUCallBack(converter, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
    int32_t needed = ucnv_toUChars(converter, result, room, (const char *)bytes, length, &status);
    ucnv_close(converter);
    return U_SUCCESS(status) || status == U_BUFFER_OVERFLOW_ERROR ? needed : -1;
}

// form 0: NFKC with case folding, 1: NFD, 2: NFC. Returns the length needed.
static inline int32_t moat_normalise(int form, const UChar *text, int32_t length, UChar *result, int32_t room) {
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *normaliser = form == 0 ? unorm2_getNFKCCasefoldInstance(&status)
        : form == 1 ? unorm2_getNFDInstance(&status) : unorm2_getNFCInstance(&status);
    if (U_FAILURE(status)) return -1;
    int32_t needed = unorm2_normalize(normaliser, text, length, result, room, &status);
    return U_SUCCESS(status) || status == U_BUFFER_OVERFLOW_ERROR ? needed : -1;
}

static inline void *moat_transliterator_open(const UChar *name, int32_t length) {
    UErrorCode status = U_ZERO_ERROR;
    void *made = utrans_openU(name, length, UTRANS_FORWARD, NULL, 0, NULL, &status);
    return U_SUCCESS(status) ? made : NULL;
}
static inline int32_t moat_transliterate(void *transliterator, UChar *text, int32_t length, int32_t room) {
    UErrorCode status = U_ZERO_ERROR;
    int32_t size = length, limit = length;
    utrans_transUChars((const UTransliterator *)transliterator, text, &size, room, 0, &limit, &status);
    return U_SUCCESS(status) && size <= room ? size : -1;
}

static inline void *moat_collator_open(const char *locale) {
    UErrorCode status = U_ZERO_ERROR;
    UCollator *collator = ucol_open(locale, &status);
    if (U_FAILURE(status)) return NULL;
    ucol_setAttribute(collator, UCOL_NUMERIC_COLLATION, UCOL_ON, &status);
    return collator;
}
static inline void moat_collator_close(void *collator) { ucol_close((UCollator *)collator); }
static inline int32_t moat_collate(void *collator, const char *a, int32_t aLength, const char *b, int32_t bLength) {
    UErrorCode status = U_ZERO_ERROR;
    return ucol_strcollUTF8((const UCollator *)collator, a, aLength, b, bLength, &status);
}

static inline void *moat_zone_open(const UChar *name, int32_t length) {
    UErrorCode status = U_ZERO_ERROR;
    UChar canonical[128];
    UBool known = 0;
    ucal_getCanonicalTimeZoneID(name, length, canonical, 128, &known, &status);
    if (U_FAILURE(status) || !known) return NULL;
    UCalendar *calendar = ucal_open(name, length, "en", UCAL_GREGORIAN, &status);
    return U_SUCCESS(status) ? calendar : NULL;
}
static inline void moat_zone_close(void *zone) { ucal_close((UCalendar *)zone); }
// Seconds east of UTC at a moment (milliseconds since 1970).
static inline int32_t moat_zone_offset(void *zone, double millis) {
    UErrorCode status = U_ZERO_ERROR;
    ucal_setMillis((UCalendar *)zone, millis, &status);
    int32_t raw = ucal_get((UCalendar *)zone, UCAL_ZONE_OFFSET, &status);
    return (raw + ucal_get((UCalendar *)zone, UCAL_DST_OFFSET, &status)) / 1000;
}
// The first transition after a moment; 0 when there is none.
static inline int moat_zone_next(void *zone, double millis, double *result) {
    UErrorCode status = U_ZERO_ERROR;
    ucal_setMillis((UCalendar *)zone, millis, &status);
    return ucal_getTimeZoneTransitionDate((UCalendar *)zone, UCAL_TZ_TRANSITION_NEXT, result, &status)
        && U_SUCCESS(status);
}
static inline const char *moat_zone_data_version(void) {
    UErrorCode status = U_ZERO_ERROR;
    return ucal_getTZDataVersion(&status);
}
