/* Another task, for a test that needs ports which are not its own.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef OTHER_TASK_H
#define OTHER_TASK_H
#include <machport.h>

void other_task_begin(void);
/* It ends with all that it holds. */
void other_task_end(void);

/* Names of the other task's space, which mean nothing here. */
machport_receive_t other_task_port_new(void);
void other_task_port_release(machport_receive_t theirs);
/* Makes a right from its port, by MACHPORT_MAKE_*, and gives it to this task. */
machport_name_t other_task_give(machport_receive_t theirs, uint32_t disposition);

#endif
