#pragma once
// libxml2's HTML parser as functions over plain pointers, for the Text module alone.
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlreader.h>

static inline void moat_xml_init(void) { xmlInitParser(); }

// A document to be freed with moat_html_free; `stopped` becomes 1 when the parser gave up before the end (nesting).
static inline void *moat_html_parse(const char *bytes, int length, int *stopped) {
    htmlParserCtxtPtr context = htmlNewParserCtxt();
    *stopped = 1;
    if (!context) return NULL;
    htmlDocPtr document = htmlCtxtReadMemory(
        context, bytes, length, NULL, "UTF-8",
        HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_COMPACT
            | HTML_PARSE_IGNORE_ENC);
    *stopped = context->disableSAX != 0;
    htmlFreeParserCtxt(context);
    return document;
}
static inline void moat_html_free(void *document) { xmlFreeDoc((xmlDocPtr)document); }
static inline void *moat_html_root(void *document) { return xmlDocGetRootElement((xmlDocPtr)document); }

static inline int moat_node_is_element(void *node) { return ((xmlNodePtr)node)->type == XML_ELEMENT_NODE; }
static inline int moat_node_is_text(void *node) {
    return ((xmlNodePtr)node)->type == XML_TEXT_NODE || ((xmlNodePtr)node)->type == XML_CDATA_SECTION_NODE;
}
static inline const char *moat_node_name(void *node) { return (const char *)((xmlNodePtr)node)->name; }
static inline const char *moat_node_content(void *node) { return (const char *)((xmlNodePtr)node)->content; }
static inline void *moat_node_child(void *node) { return ((xmlNodePtr)node)->children; }
static inline void *moat_node_next(void *node) { return ((xmlNodePtr)node)->next; }
static inline void *moat_node_parent(void *node) { return ((xmlNodePtr)node)->parent; }
static inline void *moat_node_attribute(void *node) { return ((xmlNodePtr)node)->properties; }
static inline void *moat_attribute_next(void *attribute) { return ((xmlAttrPtr)attribute)->next; }
static inline const char *moat_attribute_name(void *attribute) { return (const char *)((xmlAttrPtr)attribute)->name; }
static inline char *moat_attribute_take_value(void *attribute) {
    return (char *)xmlNodeListGetString(((xmlAttrPtr)attribute)->doc, ((xmlAttrPtr)attribute)->children, 1);
}
static inline void moat_xml_release(char *text) { xmlFree(text); }

// A strict XML document to be freed with moat_html_free: no network, no entities substituted, no huge documents.
static inline void *moat_xml_parse(const char *bytes, int length) {
    return xmlReadMemory(
        bytes, length, NULL, "UTF-8", XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA);
}
static inline int moat_xml_has_doctype(void *document) { return ((xmlDocPtr)document)->intSubset != NULL; }

// A reader that goes through strict XML piece by piece: no network, no entities substituted, no huge texts.
static inline void *moat_reader_open(const char *bytes, int length) {
    return xmlReaderForMemory(
        bytes, length, NULL, NULL,
        XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA | XML_PARSE_COMPACT);
}
static inline void moat_reader_close(void *reader) { xmlFreeTextReader((xmlTextReaderPtr)reader); }
// 1 there is a next piece, 0 the end, -1 not well formed.
static inline int moat_reader_next(void *reader) { return xmlTextReaderRead((xmlTextReaderPtr)reader); }
static inline int moat_reader_kind(void *reader) { return xmlTextReaderNodeType((xmlTextReaderPtr)reader); }
static inline int moat_reader_is_empty(void *reader) { return xmlTextReaderIsEmptyElement((xmlTextReaderPtr)reader); }
static inline const char *moat_reader_name(void *reader) {
    return (const char *)xmlTextReaderConstLocalName((xmlTextReaderPtr)reader);
}
static inline const char *moat_reader_value(void *reader) {
    return (const char *)xmlTextReaderConstValue((xmlTextReaderPtr)reader);
}
static inline int moat_reader_next_attribute(void *reader) {
    return xmlTextReaderMoveToNextAttribute((xmlTextReaderPtr)reader);
}
