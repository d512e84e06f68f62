/* What the SWIG typemaps for Python call: integers here, everything else by machport.raw._convert, which the cffi
   layer calls too. Included by the generated wrapper, after Python.h and the definition's header, which may not know
   machport's.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MACHPORT_PYTHON_H
#define MACHPORT_PYTHON_H
#include <machport.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { MACHPORT_MOST_RESULTS = 8 };

/* Out of the way of the calls that go well. */
#define MACHPORT_RARE __attribute__((cold))

#if PY_VERSION_HEX < 0x030C0000
/* Python 3.11 has no names for these yet: whether an int is one digit, and its value then. */
static inline int PyUnstable_Long_IsCompact(const PyLongObject *number)
{
    return -1 <= Py_SIZE(number) && Py_SIZE(number) <= 1;
}

static inline Py_ssize_t PyUnstable_Long_CompactValue(const PyLongObject *number)
{
    return Py_SIZE(number) * (Py_ssize_t)number->ob_digit[0];
}
#endif

/* How machport.raw._convert calls the integers of an array. */
enum {
    machport_code_int8_t = 'b',
    machport_code_int16_t = 'h',
    machport_code_int32_t = 'i',
    machport_code_int64_t = 'q',
    machport_code_uint8_t = 'B',
    machport_code_uint16_t = 'H',
    machport_code_uint32_t = 'I',
    machport_code_uint64_t = 'Q'
};

/* What a call gives back, in C order. Each item is owned; one that is NULL has an exception set. */
typedef struct {
    int count;
    PyObject **items;
    int finished; /* then there are no items any more, but what was made of them: NULL has an exception set */
    PyObject *made;
} machport_results;

static PyObject *machport_convert; /* the module machport.raw._convert */
static PyObject *machport_error;   /* the class machport.error.MachError */
static PyObject *machport_records; /* the dictionary of the struct layouts */

/* Calls a function of machport.raw._convert; arguments as for Py_BuildValue. */
static inline PyObject *machport_call(const char *function, const char *format, ...)
{
    PyObject *called = PyObject_GetAttrString(machport_convert, function), *arguments, *result = NULL;
    va_list list;
    va_start(list, format);
    arguments = Py_VaBuildValue(format, list);
    va_end(list);
    if (called != NULL && arguments != NULL)
        result = PyObject_CallObject(called, arguments);
    Py_XDECREF(called);
    Py_XDECREF(arguments);
    return result;
}

static inline int machport_within(long long value, long long low, unsigned long long high)
{
    return value >= low && (value < 0 || (unsigned long long)value <= high);
}

/* What machport_integer does with an int of several digits, with what is an integer otherwise, and with what is none. */
MACHPORT_RARE static int machport_other_integer(PyObject *object, const char *where, long long low, unsigned long long high,
                                                unsigned long long *bits)
{
    PyObject *number;
    if (PyLong_CheckExact(object)) {
        int overflow;
        long long value = PyLong_AsLongLongAndOverflow(object, &overflow);
        if (!overflow && machport_within(value, low, high)) {
            *bits = (unsigned long long)value;
            return 1;
        }
    }
    number = machport_call("integer", "(OsLK)", object, where, low, high);
    if (number == NULL)
        return 0;
    *bits = PyLong_AsUnsignedLongLongMask(number);
    Py_DECREF(number);
    return 1;
}

/* An integer within a range, as its 64 bits. Inline, since nearly every number is an int of one digit and fits. */
static inline int machport_integer(PyObject *object, const char *where, long long low, unsigned long long high,
                                   unsigned long long *bits)
{
    if (PyLong_CheckExact(object) && PyUnstable_Long_IsCompact((PyLongObject *)object)) {
        long long value = PyUnstable_Long_CompactValue((PyLongObject *)object);
        if (machport_within(value, low, high)) {
            *bits = (unsigned long long)value;
            return 1;
        }
    }
    return machport_other_integer(object, where, low, high, bits);
}

/* The buffer of what a function of machport.raw._convert makes of an argument; view owns it. */
static inline int machport_buffer(PyObject *made, Py_buffer *view, int writable)
{
    int got = made != NULL && PyObject_GetBuffer(made, view, writable ? PyBUF_WRITABLE : PyBUF_SIMPLE) == 0;
    Py_XDECREF(made);
    return got;
}

/* What a method of a struct's record makes of its arguments. */
static inline PyObject *machport_record(const char *name, const char *method, const char *format, ...)
{
    PyObject *key, *record, *called, *arguments, *result = NULL;
    va_list list;
    if (PyErr_Occurred()) /* a result before this one failed, as where a signal's handler raised: nothing may be called then */
        return NULL;
    key = PyUnicode_FromString(name);
    record = key == NULL ? NULL : PyDict_GetItemWithError(machport_records, key);
    Py_XDECREF(key);
    if (record == NULL)
        return PyErr_Occurred() ? NULL : PyErr_Format(PyExc_SystemError, "no record of the struct %s", name);
    called = PyObject_GetAttrString(record, method);
    va_start(list, format);
    arguments = Py_VaBuildValue(format, list);
    va_end(list);
    if (called != NULL && arguments != NULL)
        result = PyObject_CallObject(called, arguments);
    Py_XDECREF(called);
    Py_XDECREF(arguments);
    return result;
}

static inline void machport_add(machport_results *results, PyObject *item)
{
    results->items[results->count++] = item;
}

/* The results as the caller gets them: None, or several as a tuple; one stands for itself. Takes the items. */
static PyObject *machport_shaped(machport_results *results)
{
    int i, failed = 0;
    PyObject *shaped = NULL;
    for (i = 0; i < results->count; i++)
        failed |= results->items[i] == NULL;
    if (!failed)
        shaped = results->count == 0 ? Py_NewRef(Py_None) : PyTuple_New(results->count);
    for (i = 0; i < results->count; i++) {
        if (shaped != NULL)
            PyTuple_SET_ITEM(shaped, i, results->items[i]);
        else
            Py_XDECREF(results->items[i]);
    }
    return shaped;
}

/* MachError, with what the call gave back all the same. */
MACHPORT_RARE static PyObject *machport_failed(PyObject *shaped, machport_status_t status, const char *call)
{
    PyObject *error = shaped == NULL ? NULL
                                     : PyObject_CallFunction(machport_error, "sissN", call, (int)status,
                                                             machport_status_name(status), machport_status_text(status), shaped);
    if (error != NULL)
        PyErr_SetObject(machport_error, error);
    Py_XDECREF(error);
    return NULL;
}

/* The results of a call that succeeded, or MachError. Inline: each wrapper knows how many results it has. */
static inline PyObject *machport_finish(machport_results *results, machport_status_t status, const char *call)
{
    PyObject *shaped;
    if (results->finished)
        return results->made;
    shaped = results->count == 1 ? results->items[0] : machport_shaped(results);
    return status == 0 ? shaped : machport_failed(shaped, status, call);
}

/* Whether the caller gets the results: as they are, or with MachError. */
static inline int machport_reached(PyObject *made, machport_status_t status)
{
    return made != NULL || (status != 0 && PyErr_ExceptionMatches(machport_error));
}

/* Whether the results cannot reach the caller: they could not be made, or a signal came and its handler raises. */
static inline int machport_lost(machport_results *results, machport_status_t status, const char *call)
{
    int i, failed = 0;
    if (results->count == 0)
        return 0; /* there was no call */
    for (i = 0; i < results->count; i++)
        failed |= results->items[i] == NULL;
    if (!failed && PyErr_CheckSignals() != 0) {
        failed = 1;
        Py_CLEAR(results->items[0]); /* as one that could not be made */
    }
    results->made = machport_finish(results, status, call);
    results->finished = 1;
    return failed || !machport_reached(results->made, status);
}

#ifdef MACHPORT_TUPLE_CALLS
enum { MACHPORT_FAST_CALLS = 0 };
#else
enum { MACHPORT_FAST_CALLS = 1 };
#endif

/* What a wrapper gets instead of a tuple: the arguments where the interpreter has them. */
typedef struct {
    PyObject *const *items;
    Py_ssize_t count;
} machport_vector;

/* Unpacks it, in place of SWIG's own function for tuples and with its words. */
static inline int machport_unpack(PyObject *given, const char *call, int least, int most, PyObject **objects)
{
    const machport_vector *vector = (const machport_vector *)(const void *)given;
    int i;
    (void)least; /* no parameter has a default */
    if (vector == NULL)
        return 1; /* a function without parameters, which the interpreter has seen to */
    if (vector->count != most) {
        PyErr_Format(PyExc_TypeError, "%s expected %d arguments, got %d", call, most, (int)vector->count);
        return 0;
    }
    for (i = 0; i < most; i++)
        objects[i] = vector->items[i];
    return 1;
}

/* Has a function of the module called so from now on. */
static inline void machport_fast(PyMethodDef *methods, const char *name, _PyCFunctionFast function)
{
    for (; strcmp(methods->ml_name, name) != 0; methods++) {
    }
    if (MACHPORT_FAST_CALLS) {
        methods->ml_meth = (PyCFunction)(void (*)(void))function;
        methods->ml_flags = METH_FASTCALL;
    }
}

static PyObject *machport_attribute(const char *module, const char *name)
{
    PyObject *imported = PyImport_ImportModule(module), *attribute = NULL;
    if (imported != NULL)
        attribute = PyObject_GetAttrString(imported, name);
    Py_XDECREF(imported);
    return attribute;
}

/* An attribute of a module in the same package. */
static inline PyObject *machport_beside(PyObject *module, const char *name, const char *attribute)
{
    char path[256];
    const char *own = PyModule_GetName(module), *dot = own == NULL ? NULL : strrchr(own, '.');
    if (own == NULL)
        return NULL;
    snprintf(path, sizeof path, "%.*s%s", dot == NULL ? 0 : (int)(dot - own + 1), own, name);
    return machport_attribute(path, attribute);
}

/* What the module needs before its first call. SWIG sets a line feed before each docstring, which would hide its signature. */
static int machport_ready(PyMethodDef *methods)
{
    for (; methods->ml_name != NULL; methods++) {
        if (methods->ml_doc != NULL && methods->ml_doc[0] == '\n')
            methods->ml_doc++;
    }
    machport_convert = PyImport_ImportModule("machport.raw._convert");
    machport_error = machport_attribute("machport.error", "MachError");
    return machport_convert != NULL && machport_error != NULL;
}

#endif
