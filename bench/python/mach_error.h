/* MachError from C, for the peers that are written in C: the same exception, with the same contents, as the layers raise.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BENCH_MACH_ERROR_H
#define BENCH_MACH_ERROR_H
#include <Python.h>
#include <machport.h>

static PyObject *mach_error; /* the class machport.MachError */

static inline int mach_error_ready(void)
{
    PyObject *module = PyImport_ImportModule("machport.error");
    if (module != NULL)
        mach_error = PyObject_GetAttrString(module, "MachError");
    Py_XDECREF(module);
    return mach_error != NULL;
}

/* Raises; results is what the call gave back all the same, and is taken over. Gives NULL. */
static inline PyObject *mach_error_raise(const char *call, machport_status_t status, PyObject *results)
{
    PyObject *error = PyObject_CallFunction(mach_error, "sissN", call, (int)status, machport_status_name(status),
                                            machport_status_text(status), results);
    if (error != NULL)
        PyErr_SetObject(mach_error, error);
    Py_XDECREF(error);
    return NULL;
}

#endif
