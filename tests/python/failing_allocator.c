/* Python's memory runs out when a test says so: the allocation of a number fails, in the calling thread alone.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <Python.h>

static const PyMemAllocatorDomain domains[] = {PYMEM_DOMAIN_RAW, PYMEM_DOMAIN_MEM, PYMEM_DOMAIN_OBJ};
static PyMemAllocatorEx own[3];
static _Thread_local unsigned until_failure; /* 0: none fails */

static int fails(void)
{
    return until_failure != 0 && --until_failure == 0;
}

static void *take(void *of, size_t size)
{
    const PyMemAllocatorEx *domain = of;
    return fails() ? NULL : domain->malloc(domain->ctx, size);
}

static void *take_zeroed(void *of, size_t count, size_t size)
{
    const PyMemAllocatorEx *domain = of;
    return fails() ? NULL : domain->calloc(domain->ctx, count, size);
}

static void *grow(void *of, void *memory, size_t size)
{
    const PyMemAllocatorEx *domain = of;
    return fails() ? NULL : domain->realloc(domain->ctx, memory, size);
}

static void give(void *of, void *memory)
{
    const PyMemAllocatorEx *domain = of;
    domain->free(domain->ctx, memory);
}

void install(void);
void install(void)
{
    for (int i = 0; i < 3; i++) {
        PyMem_GetAllocator(domains[i], &own[i]);
        PyMem_SetAllocator(domains[i], &(PyMemAllocatorEx){&own[i], take, take_zeroed, grow, give});
    }
}

/* Calls a Python function, whose allocation of that number fails. Answers whether there was one; what the call raised is its
   caller's. */
PyObject *call_short(PyObject *function, unsigned number);
PyObject *call_short(PyObject *function, unsigned number)
{
    until_failure = number;
    PyObject *result = PyObject_CallNoArgs(function);
    const int failed = until_failure == 0;
    until_failure = 0;
    if (result == NULL && PyErr_ExceptionMatches(PyExc_MemoryError)) {
        PyErr_Clear();
        return Py_BuildValue("(Os)", Py_False, "");
    }
    return result == NULL ? NULL : Py_BuildValue("(NO)", PyBool_FromLong(1), failed ? Py_True : Py_False);
}
