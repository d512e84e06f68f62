/* Integers of every width, in and out and both; values and text returned.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef SCALARS_H
#define SCALARS_H
#include <machport.h>

/** Every width there is, unsigned.
    @param a one byte
    @param b two bytes
    @param c four bytes
    @param d eight bytes
    @param sum all of them */
machport_status_t scalars_unsigned(uint8_t a, uint16_t b, uint32_t c, uint64_t d, MACHPORT_OUT uint64_t *sum);

/** Every width there is, signed.
    @param a one byte
    @param b two bytes
    @param c four bytes
    @param d eight bytes
    @param sum all of them */
machport_status_t scalars_signed(int8_t a, int16_t b, int32_t c, int64_t d, MACHPORT_OUT int64_t *sum);

/** Gives back what it gets, in a width that a result may be packed into.
    @param value the number
    @param same the number */
machport_status_t scalars_negative(int32_t value, MACHPORT_OUT int32_t *same);

/** Counts a number up, where it stands.
    @param value the number before, and after */
machport_status_t scalars_count(MACHPORT_INOUT uint32_t *value);

/** Divides, and answers KERN_INVALID_ARGUMENT with both results 0 where it cannot.
    @param value what to divide
    @param by by what
    @param quotient how often it goes
    @param rest what is left
    @status KERN_INVALID_ARGUMENT by is 0 */
machport_status_t scalars_divide(uint32_t value, uint32_t by, MACHPORT_OUT uint32_t *quotient, MACHPORT_OUT uint16_t *rest);

/** How long a text is, in bytes.
    @param text the text
    @param size how long */
machport_status_t scalars_length(const char *text, MACHPORT_OUT size_t *size);

/** The size of a size. */
size_t scalars_width(void);

/** A text that lives as long as the library. */
const char *scalars_name(void);

/** Does nothing. */
void scalars_nothing(void);
#endif
