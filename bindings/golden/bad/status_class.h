/* Refused: a status of a class that is not there.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

enum {
    BAD_STATUS MACHPORT_NOTE("status:SILLY:it is silly") = 5 /* expect: BAD_STATUS is of class SILLY, which is none */
};
#endif
