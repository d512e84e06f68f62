/* The limit: what a careful hand writes against CPython's C API, with METH_FASTCALL functions and a heap type.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#define PY_SSIZE_T_CLEAN
#include "mach_error.h"

static int to_uint32(PyObject *object, uint32_t *number)
{
    unsigned long value = PyLong_AsUnsignedLong(object);
    if (value > UINT32_MAX) {
        if (!PyErr_Occurred())
            PyErr_SetString(PyExc_OverflowError, "must be 0 to 4294967295");
        return 0;
    }
    *number = (uint32_t)value;
    return 1;
}

static int expect(Py_ssize_t count, Py_ssize_t wanted)
{
    if (count == wanted)
        return 1;
    PyErr_Format(PyExc_TypeError, "expected %zd arguments, got %zd", wanted, count);
    return 0;
}

static PyObject *disown(PyObject *self, PyObject *const *arguments, Py_ssize_t count)
{
    uint32_t right, kind, raw;
    (void)self;
    if (!expect(count, 2) || !to_uint32(arguments[0], &right) || !to_uint32(arguments[1], &kind))
        return NULL;
    machport_status_t status = machport_disown(right, kind, &raw);
    if (status != MACHPORT_KERN_SUCCESS)
        return mach_error_raise("machport_disown", status, PyLong_FromUnsignedLong(raw));
    return PyLong_FromUnsignedLong(raw);
}

static PyObject *types(PyObject *self, PyObject *const *arguments, Py_ssize_t count)
{
    uint32_t name, bits;
    (void)self;
    if (!expect(count, 1) || !to_uint32(arguments[0], &name))
        return NULL;
    machport_status_t status = machport_types(name, &bits);
    if (status != MACHPORT_KERN_SUCCESS)
        return mach_error_raise("machport_types", status, PyLong_FromUnsignedLong(bits));
    return PyLong_FromUnsignedLong(bits);
}

static PyObject *list_of(const uint32_t *numbers, Py_ssize_t count)
{
    PyObject *list = PyList_New(count);
    for (Py_ssize_t i = 0; list != NULL && i < count; i++) {
        PyObject *number = PyLong_FromUnsignedLong(numbers[i]);
        if (number == NULL)
            Py_CLEAR(list);
        else
            PyList_SET_ITEM(list, i, number);
    }
    return list;
}

/* The names and their types as two lists. */
static PyObject *space_names(PyObject *self, PyObject *const *arguments, Py_ssize_t count)
{
    uint32_t capacity;
    size_t found;
    PyObject *result = NULL;
    (void)self;
    if (!expect(count, 1) || !to_uint32(arguments[0], &capacity))
        return NULL;
    uint32_t *names = PyMem_Malloc(capacity * sizeof *names), *bits = PyMem_Malloc(capacity * sizeof *bits);
    if (names == NULL || bits == NULL) {
        PyErr_NoMemory();
    } else {
        machport_status_t status = machport_space_names(names, bits, capacity, &found);
        Py_ssize_t shown = (Py_ssize_t)(found < capacity ? found : capacity);
        result = Py_BuildValue("NN", list_of(names, shown), list_of(bits, shown));
        if (result != NULL && status != MACHPORT_KERN_SUCCESS)
            result = mach_error_raise("machport_space_names", status, result);
    }
    PyMem_Free(names);
    PyMem_Free(bits);
    return result;
}

/* The same into two buffers of the caller's; gives how many there are. */
static PyObject *space_names_into(PyObject *self, PyObject *const *arguments, Py_ssize_t count)
{
    Py_buffer names, bits;
    size_t found;
    (void)self;
    if (!expect(count, 2) || PyObject_GetBuffer(arguments[0], &names, PyBUF_WRITABLE) < 0)
        return NULL;
    if (PyObject_GetBuffer(arguments[1], &bits, PyBUF_WRITABLE) < 0) {
        PyBuffer_Release(&names);
        return NULL;
    }
    size_t capacity = (size_t)(names.len < bits.len ? names.len : bits.len) / sizeof(uint32_t);
    machport_status_t status = machport_space_names(names.buf, bits.buf, capacity, &found);
    PyBuffer_Release(&names);
    PyBuffer_Release(&bits);
    if (status != MACHPORT_KERN_SUCCESS)
        return mach_error_raise("machport_space_names", status, PyLong_FromSize_t(found));
    return PyLong_FromSize_t(found);
}

enum { RIGHTS = 8 };

/* Bytes to a send right; nothing comes back. */
static PyObject *message_send(PyObject *self, PyObject *const *arguments, Py_ssize_t count)
{
    uint32_t to;
    Py_buffer bytes;
    (void)self;
    if (!expect(count, 2) || !to_uint32(arguments[0], &to) || PyObject_GetBuffer(arguments[1], &bytes, PyBUF_SIMPLE) < 0)
        return NULL;
    machport_status_t status;
    Py_BEGIN_ALLOW_THREADS status = machport_message_send(to, 0, bytes.buf, (size_t)bytes.len, NULL, NULL, 0, 0, UINT64_MAX);
    Py_END_ALLOW_THREADS PyBuffer_Release(&bytes);
    if (status != MACHPORT_KERN_SUCCESS)
        return mach_error_raise("machport_message_send", status, Py_NewRef(Py_None));
    Py_RETURN_NONE;
}

/* The id and the bytes. */
static PyObject *message_receive(PyObject *self, PyObject *const *arguments, Py_ssize_t count)
{
    uint32_t from, capacity;
    machport_right_t rights[RIGHTS];
    machport_received_t received = {.struct_size = sizeof received};
    (void)self;
    if (!expect(count, 2) || !to_uint32(arguments[0], &from) || !to_uint32(arguments[1], &capacity))
        return NULL;
    PyObject *bytes = PyBytes_FromStringAndSize(NULL, capacity);
    if (bytes == NULL)
        return NULL;
    machport_status_t status;
    Py_BEGIN_ALLOW_THREADS status =
        machport_message_receive(from, PyBytes_AS_STRING(bytes), capacity, rights, RIGHTS, 0, UINT64_MAX, &received);
    Py_END_ALLOW_THREADS if (status != MACHPORT_KERN_SUCCESS)
    {
        Py_DECREF(bytes);
        return mach_error_raise("machport_message_receive", status, Py_NewRef(Py_None));
    }
    if (_PyBytes_Resize(&bytes, (Py_ssize_t)received.size) < 0)
        return NULL;
    return Py_BuildValue("iN", received.id, bytes);
}

typedef struct {
    PyObject ob_base;
    uint32_t name;
} ReceiveRight;

static PyTypeObject *receive_right_type;

static PyObject *receive_right(PyObject *self, PyObject *ignored)
{
    ReceiveRight *right = PyObject_New(ReceiveRight, receive_right_type);
    (void)self, (void)ignored;
    if (right == NULL)
        return NULL;
    machport_status_t status = machport_receive_right_new(0, 0, &right->name);
    if (status != MACHPORT_KERN_SUCCESS) {
        Py_DECREF(right);
        return mach_error_raise("machport_receive_right_new", status, PyLong_FromLong(0));
    }
    return (PyObject *)right;
}

static PyObject *receive_right_close(PyObject *self, PyObject *ignored)
{
    ReceiveRight *right = (ReceiveRight *)self;
    uint32_t name = right->name;
    (void)ignored;
    right->name = MACHPORT_NULL;
    machport_status_t status = machport_receive_right_release(name, 0);
    if (status != MACHPORT_KERN_SUCCESS)
        return mach_error_raise("machport_receive_right_release", status, Py_NewRef(Py_None));
    Py_RETURN_NONE;
}

static void receive_right_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    (void)machport_receive_right_release(((ReceiveRight *)self)->name, 0);
    PyObject_Free(self);
    Py_DECREF(type);
}

static PyMethodDef receive_right_methods[] = {{"close", receive_right_close, METH_NOARGS, NULL}, {NULL, NULL, 0, NULL}};
static PyType_Slot receive_right_slots[] = {
    {Py_tp_dealloc, receive_right_dealloc}, {Py_tp_methods, receive_right_methods}, {0, NULL}};
static PyType_Spec receive_right_spec = {"handwritten.ReceiveRight", sizeof(ReceiveRight), 0,
                                         Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION, receive_right_slots};

#define FASTCALL(function) (PyCFunction)(void (*)(void))(function), METH_FASTCALL, NULL
static PyMethodDef functions[] = {{"disown", FASTCALL(disown)},
                                  {"types", FASTCALL(types)},
                                  {"space_names", FASTCALL(space_names)},
                                  {"space_names_into", FASTCALL(space_names_into)},
                                  {"message_send", FASTCALL(message_send)},
                                  {"message_receive", FASTCALL(message_receive)},
                                  {"ReceiveRight", receive_right, METH_NOARGS, NULL},
                                  {NULL, NULL, 0, NULL}};
static struct PyModuleDef definition = {.m_base = PyModuleDef_HEAD_INIT, .m_name = "handwritten", .m_methods = functions};

PyMODINIT_FUNC PyInit_handwritten(void)
{
    receive_right_type = (PyTypeObject *)PyType_FromSpec(&receive_right_spec);
    return mach_error_ready() && receive_right_type != NULL ? PyModule_Create(&definition) : NULL;
}
