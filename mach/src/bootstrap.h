/* The services of the process, at its turns.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef EMBEDDED_BOOTSTRAP_H
#define EMBEDDED_BOOTSTRAP_H

/* There are none any more. Needs no lock. */
void bootstrap_end(void);
/* In the child of a fork: the parent's are never touched again. */
void bootstrap_leave(void);
/* The lock of all this, for fork. */
void bootstrap_lock(void);
void bootstrap_unlock(void);

#endif
