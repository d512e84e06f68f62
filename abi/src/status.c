/* The names, texts and classes of statuses, from the one list.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "machport.h"

const char *machport_status_name(machport_status_t status)
{
    switch (status) {
#define NAME(name, value, class, text)                                                                                           \
    case value: return #name;
        MACHPORT_STATUS_MAP(NAME)
#undef NAME
    default: return "unknown status";
    }
}

const char *machport_status_text(machport_status_t status)
{
    switch (status) {
#define TEXT(name, value, class, text)                                                                                           \
    case value: return text;
        MACHPORT_STATUS_MAP(TEXT)
#undef TEXT
    default: return "no status that this version knows";
    }
}

uint32_t machport_status_class(machport_status_t status)
{
    switch (status) {
#define CLASS(name, value, class, text)                                                                                          \
    case value: return MACHPORT_CLASS_##class;
        MACHPORT_STATUS_MAP(CLASS)
#undef CLASS
    default: return MACHPORT_CLASS_UNKNOWN;
    }
}
