/* Formatted input and output, and the streams.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "host.h"
#include <stdio.h>

const struct host_symbol host_stdio[] = {HOST_VARIADIC("_printf", vprintf, 1),
                                         HOST_VARIADIC("_scanf", vscanf, 1),
                                         HOST_VARIADIC("_fprintf", vfprintf, 2),
                                         HOST_VARIADIC("_sprintf", vsprintf, 2),
                                         HOST_VARIADIC("_sscanf", vsscanf, 2),
                                         HOST_VARIADIC("_fscanf", vfscanf, 2),
                                         HOST_VARIADIC("_snprintf", vsnprintf, 3),
                                         HOST_DATA("___stdinp", &stdin),
                                         HOST_DATA("___stdoutp", &stdout),
                                         HOST_DATA("___stderrp", &stderr),
                                         HOST_END};
