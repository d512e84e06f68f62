/* gcc says __SANITIZE_ADDRESS__ where AddressSanitizer is compiled in; clang says it in another way.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef EMBEDDED_SANITIZED_H
#define EMBEDDED_SANITIZED_H

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif

#endif
