/* Parameters that are called as the layers' own variables and functions are, or as words of some language are: what a caller
   sees keeps the name, and nothing is mistaken for another thing.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef NAMES_H
#define NAMES_H
#include <machport.h>

/** Goes by the names of what comes out.
    @param type what is doubled
    @param status the double */
machport_status_t names_status(uint32_t type, MACHPORT_OUT uint32_t *status);

/** The same in a sign.
    @param status what is turned
    @param result the turned */
machport_status_t names_result(int32_t status, MACHPORT_OUT int32_t *result);

/** Two of them.
    @param len what is doubled
    @param status the double
    @param results the triple */
machport_status_t names_results(uint32_t len, MACHPORT_OUT int32_t *status, MACHPORT_OUT uint64_t *results);

/** What goes in and comes out.
    @param results is one more then
    @param value is one less then */
machport_status_t names_inout(MACHPORT_INOUT int32_t *results, MACHPORT_INOUT uint32_t *value);

/** Arrays.
    @param type so much is added to each
    @param values the numbers
    @param count how many
    @param len the room for bytes
    @param bytes as many of that as there are numbers
    @param status how many these are */
machport_status_t names_arrays(uint32_t type, MACHPORT_INOUT MACHPORT_SIZED_BY(count) uint32_t *values, size_t count, size_t len,
                               MACHPORT_OUT MACHPORT_SIZED_BY(len) MACHPORT_COUNTED_BY(status) void *bytes,
                               MACHPORT_OUT size_t *status);

/** The sum.
    @param self 1
    @param args 2
    @param error 3
    @param err 4
    @param raw 5
    @param lib 6
    @param ffi 7
    @param env 8
    @param sys 9
    @param why 10
    @param sum the sum */
machport_status_t names_first(uint32_t self, uint32_t args, uint32_t error, uint32_t err, uint32_t raw, uint32_t lib, uint32_t ffi,
                              uint32_t env, uint32_t sys, uint32_t why, MACHPORT_OUT uint32_t *sum);

/** The sum.
    @param fn 1
    @param end 2
    @param nil 3
    @param func 4
    @param string 5
    @param object 6
    @param package 7
    @param function 8
    @param var 9
    @param crate 10
    @param answer the sum */
machport_status_t names_second(uint32_t fn, uint32_t end, uint32_t nil, uint32_t func, uint32_t string, uint32_t object,
                               uint32_t package, uint32_t function, uint32_t var, uint32_t crate, MACHPORT_OUT uint32_t *answer);

/** The sum.
    @param out 1
    @param ref 2
    @param base 3
    @param made 4
    @param given 5
    @param memory 6
    @param kind 7
    @param None 8
    @param Self 9
    @param L 10
    @param arguments the sum */
machport_status_t names_third(uint32_t out, uint32_t ref, uint32_t base, uint32_t made, uint32_t given, uint32_t memory, uint32_t kind,
                              uint32_t None, uint32_t Self, uint32_t L, MACHPORT_OUT uint32_t *arguments);

/** A right goes, and one comes.
    @param status goes
    @param machport stays
    @param error comes, where there is one
    @param lent comes, alive or dead */
machport_status_t names_rights(MACHPORT_CONSUMED_ON_SUCCESS machport_send_t status, MACHPORT_BORROWED machport_receive_t machport,
                               MACHPORT_OWNED MACHPORT_NULLABLE machport_send_t *error,
                               MACHPORT_OWNED MACHPORT_NULLABLE MACHPORT_MAYBE_DEAD machport_send_once_t *lent);
#endif
