/* What the SWIG typemaps for Java call. Included by the generated wrapper, after jni.h.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MACHPORT_JAVA_H
#define MACHPORT_JAVA_H
#include <stdint.h>
#include <string.h>

enum { MACHPORT_MOST_RESULTS = 8 };

/* The bytes of an array, NULL for null. They are a copy, or stay where they are, until machport_bytes_end. */
static inline void *machport_bytes(JNIEnv *env, jbyteArray array)
{
    return array == NULL ? NULL : (*env)->GetByteArrayElements(env, array, NULL);
}

static inline size_t machport_length(JNIEnv *env, jbyteArray array)
{
    return array == NULL ? 0 : (size_t)(*env)->GetArrayLength(env, array);
}

/* back is 0 where what was written goes back into the array, else JNI_ABORT. */
static inline void machport_bytes_end(JNIEnv *env, jbyteArray array, void *bytes, jint back)
{
    if (bytes != NULL)
        (*env)->ReleaseByteArrayElements(env, array, bytes, back);
}

/* A text of the library's as bytes: Java decodes them. */
static inline jbyteArray machport_text(JNIEnv *env, const char *text)
{
    jsize length = (jsize)strlen(text);
    jbyteArray made = (*env)->NewByteArray(env, length);
    if (made != NULL)
        (*env)->SetByteArrayRegion(env, made, 0, length, (const jbyte *)text);
    return made;
}

/* A status and results; null, with OutOfMemoryError, where Java has no room. */
static inline jlongArray machport_told(JNIEnv *env, const jlong *results, int count)
{
    jlongArray made = (*env)->NewLongArray(env, count);
    if (made != NULL)
        (*env)->SetLongArrayRegion(env, made, 0, count, results);
    return made;
}

/* Throws MachError, with the result that the call gave all the same, where it has one. */
static inline void machport_failed(JNIEnv *env, const char *call, int32_t status, const jlong *result)
{
    jclass errors = (*env)->FindClass(env, "machport/MachError");
    jstring name = (*env)->NewStringUTF(env, call);
    jmethodID failed;
    if (errors == NULL || name == NULL)
        return;
    if (result == NULL) {
        failed = (*env)->GetStaticMethodID(env, errors, "failed", "(Ljava/lang/String;I)V");
        if (failed != NULL)
            (*env)->CallStaticVoidMethod(env, errors, failed, name, (jint)status);
        return;
    }
    failed = (*env)->GetStaticMethodID(env, errors, "failed", "(Ljava/lang/String;IJ)V");
    if (failed != NULL)
        (*env)->CallStaticVoidMethod(env, errors, failed, name, (jint)status, *result);
}

/* Throws: the library and these bindings were made from different definitions. */
static inline int machport_other_definition(JNIEnv *env)
{
    jclass errors = (*env)->FindClass(env, "java/lang/LinkageError");
    if (errors != NULL)
        (*env)->ThrowNew(env, errors,
                         "libmachport was built from another definition than these bindings: "
                         "install one version of both");
    return 0;
}

#endif
