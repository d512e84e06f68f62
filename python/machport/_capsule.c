/* The capsule that carries an owned right from one Python library to another: made, taken once, or released at its end.
   SPDX-License-Identifier: MIT OR Apache-2.0
   In C, because a capsule may end when the interpreter does, after everything that is written in Python. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <machport.h>
#include <string.h>
#include "capsule.h"

/* Rights of capsules that ended in another name space than the right's. The GIL keeps it. */
static unsigned long long leaked_rights;

static void release_untaken(const machport_capsule_t *right)
{
    if (right->epoch != machport_epoch()) {
        leaked_rights++; /* here the name is nobody's, or a stranger's */
        return;
    }
    const machport_status_t status = machport_release(right->kind, right->name, right->guard);
    if (status == MACHPORT_KERN_SUCCESS)
        return;
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    PyErr_Format(PyExc_RuntimeError, "the right of an untaken capsule could not be released: machport_release: %s (%d): %s",
                 machport_status_name(status), (int)status, machport_status_text(status));
    PyErr_WriteUnraisable(NULL);
    PyErr_Restore(type, value, traceback);
}

static void end_capsule(PyObject *capsule)
{
    machport_capsule_t *right = PyCapsule_GetPointer(capsule, PyCapsule_GetName(capsule));
    if (PyCapsule_IsValid(capsule, MACHPORT_CAPSULE_NAME))
        release_untaken(right);
    PyMem_Free(right);
}

static PyObject *wrap(PyObject *module, PyObject *args)
{
    unsigned int kind, name;
    unsigned long long guard;
    (void)module;
    if (!PyArg_ParseTuple(args, "IIK", &kind, &name, &guard))
        return NULL;
    machport_capsule_t *right = PyMem_Malloc(sizeof *right);
    if (!right)
        return PyErr_NoMemory();
    *right = (machport_capsule_t){
        .struct_size = (uint32_t)sizeof *right, .kind = kind, .name = name, .epoch = machport_epoch(), .guard = guard};
    PyObject *capsule = PyCapsule_New(right, MACHPORT_CAPSULE_NAME, end_capsule);
    if (!capsule)
        PyMem_Free(right);
    return capsule;
}

static void *refuse(PyObject *exception, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    PyErr_FormatV(exception, format, values);
    va_end(values);
    return NULL;
}

/* Whether an object has a right, but only lends it. */
static int lends(PyObject *object)
{
    return PyObject_HasAttrString((PyObject *)Py_TYPE(object), "__mach_port__");
}

/* What a capsule that is named as ours points to, or NULL with the reason why there is nothing to take. */
static const machport_capsule_t *look_inside(PyObject *capsule)
{
    if (!PyCapsule_CheckExact(capsule))
        return refuse(PyExc_TypeError,
                      "expected a capsule named \"" MACHPORT_CAPSULE_NAME "\" or an object with __mach_port_export__(), not %s%s",
                      Py_TYPE(capsule)->tp_name, lends(capsule) ? "; to borrow, SendRight.from_borrowed" : "");
    const char *title = PyCapsule_GetName(capsule);
    if (title && strcmp(title, MACHPORT_CAPSULE_USED) == 0)
        return refuse(PyExc_ValueError, "the capsule was consumed before: its right belongs to whoever took it first");
    if (!title || strcmp(title, MACHPORT_CAPSULE_NAME) != 0)
        return refuse(PyExc_ValueError, "expected a capsule named \"" MACHPORT_CAPSULE_NAME "\", not one named \"%s\"",
                      title ? title : "");
    return PyCapsule_GetPointer(capsule, title);
}

/* Whether the right may be taken here, as a right of that kind; where not, with the reason. */
static int may_take(const machport_capsule_t *right, machport_kind_t kind)
{
    if (right->struct_size < sizeof *right || right->flags != 0)
        refuse(PyExc_ValueError, "the capsule was made by another version of machport: size %u, flags %u",
               (unsigned)right->struct_size, (unsigned)right->flags);
    else if (right->epoch != machport_epoch())
        refuse(PyExc_ValueError, "the right belongs to another name space than this thread's");
    else if (right->kind > MACHPORT_KIND_DEAD_NAME || right->name == MACHPORT_NULL || right->name == MACHPORT_DEAD)
        refuse(PyExc_ValueError, "the capsule holds no right: kind %u, name 0x%x", (unsigned)right->kind, (unsigned)right->name);
    else if (kind != MACHPORT_KIND_ANY && kind != right->kind)
        refuse(PyExc_TypeError, "the capsule holds a right of kind %u, not %u", (unsigned)right->kind, (unsigned)kind);
    else
        return 1;
    return 0;
}

static PyObject *take(PyObject *module, PyObject *args)
{
    PyObject *capsule;
    unsigned int kind;
    (void)module;
    if (!PyArg_ParseTuple(args, "OI", &capsule, &kind))
        return NULL;
    const machport_capsule_t *right = look_inside(capsule);
    if (!right || !may_take(right, kind))
        return NULL;
    PyObject *fields = Py_BuildValue("IIK", (unsigned)right->kind, (unsigned)right->name, (unsigned long long)right->guard);
    if (fields && PyCapsule_SetName(capsule, MACHPORT_CAPSULE_USED) != 0)
        Py_CLEAR(fields);
    return fields;
}

static PyObject *leaked(PyObject *module, PyObject *none)
{
    (void)module, (void)none;
    return PyLong_FromUnsignedLongLong(leaked_rights);
}

static PyMethodDef functions[] = {
    {"wrap", wrap, METH_VARARGS, "A capsule that owns one unit of a right of this thread's name space: (kind, name, guard)."},
    {"take", take, METH_VARARGS,
     "Takes the right out of a capsule: (capsule, kind) to (kind, name, guard). Refused, it stays in."},
    {"leaked", leaked, METH_NOARGS, "How many capsules ended untaken in another name space than their right's."},
    {NULL, NULL, 0, NULL},
};

/* Every module of the package is loaded after this one. SWIG keeps the exceptions and functions of the interpreter that loaded it
   last in plain variables, and would give them to all. */
static int refuse_subinterpreter(PyObject *module)
{
    (void)module;
    if (PyInterpreterState_Get() == PyInterpreterState_Main())
        return 0;
    PyErr_SetString(PyExc_ImportError, "machport cannot be used in a subinterpreter: a process has one Mach, and the main "
                                       "interpreter has the package. Import it there.");
    return -1;
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, refuse_subinterpreter}, {0, NULL}};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, .m_name = "machport._capsule",
                                        .m_doc = "The capsule that carries an owned right.", .m_methods = functions,
                                        .m_slots = slots};

PyMODINIT_FUNC PyInit__capsule(void)
{
    return PyModuleDef_Init(&definition);
}
