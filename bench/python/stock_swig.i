/* SWIG as its manual shows it: its own typemaps for integers and results, and one that raises.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
%module stock_swig
%{
#include "mach_error.h"
%}
%init %{
    if (!mach_error_ready()) return -1;
%}
%include <stdint.i>
%include <typemaps.i>

%typemap(out) machport_status_t %{
    if ($1 != MACHPORT_KERN_SUCCESS) {
        mach_error_raise("$symname", $1, PyLong_FromLong(0));
        SWIG_fail;
    }
    $result = SWIG_Py_Void();
%}
%apply uint32_t *OUTPUT { uint32_t *raw, uint32_t *types };

typedef int32_t machport_status_t;
%rename(disown) machport_disown;
machport_status_t machport_disown(uint32_t right, uint32_t kind, uint32_t *raw);
%rename(types) machport_types;
machport_status_t machport_types(uint32_t name, uint32_t *types);

%inline %{
typedef struct ReceiveRight {
    uint32_t name;
} ReceiveRight;
%}
%extend ReceiveRight {
    ReceiveRight(void)
    {
        ReceiveRight *right = calloc(1, sizeof *right);
        if (right != NULL)
            (void)machport_receive_right_new(0, 0, &right->name);
        return right;
    }
    ~ReceiveRight(void)
    {
        (void)machport_receive_right_release($self->name, 0);
        free($self);
    }
    machport_status_t close(void)
    {
        uint32_t name = $self->name;
        $self->name = MACHPORT_NULL;
        return machport_receive_right_release(name, 0);
    }
}
