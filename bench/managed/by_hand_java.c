/* The peer in Java: the same calls as one writes them by hand for JNI.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "managed.h"
#include <jni.h>
#include <machport/machport.h>

static void check(JNIEnv *env, machport_status_t status)
{
    if (status != MACHPORT_KERN_SUCCESS)
        (*env)->ThrowNew(env, (*env)->FindClass(env, "java/lang/RuntimeException"), machport_status_text(status));
}

JNIEXPORT jint JNICALL Java_ByHand_check(JNIEnv *env, jclass own, jint name, jint kind)
{
    machport_status_t verdict = MACHPORT_KERN_SUCCESS;
    (void)own;
    check(env, machport_check((uint32_t)name, (uint32_t)kind, &verdict));
    return verdict;
}

JNIEXPORT jint JNICALL Java_ByHand_types(JNIEnv *env, jclass own, jint name)
{
    uint32_t bits = 0;
    (void)own;
    check(env, machport_types((uint32_t)name, &bits));
    return (jint)bits;
}

JNIEXPORT jint JNICALL Java_ByHand_dup(JNIEnv *env, jclass own, jint name)
{
    uint32_t copy = 0;
    (void)own;
    check(env, machport_send_right_dup((uint32_t)name, &copy));
    return (jint)copy;
}

JNIEXPORT void JNICALL Java_ByHand_release(JNIEnv *env, jclass own, jint name)
{
    (void)own;
    check(env, machport_send_right_release((uint32_t)name));
}

JNIEXPORT jint JNICALL Java_ByHand_checkInC(JNIEnv *env, jclass own, jint name, jint times)
{
    (void)env, (void)own;
    return (jint)bench_check((uint32_t)name, (uint32_t)times);
}

JNIEXPORT jint JNICALL Java_ByHand_typesInC(JNIEnv *env, jclass own, jint name, jint times)
{
    (void)env, (void)own;
    return (jint)bench_types((uint32_t)name, (uint32_t)times);
}

JNIEXPORT jint JNICALL Java_ByHand_dupInC(JNIEnv *env, jclass own, jint name, jint times)
{
    (void)env, (void)own;
    return (jint)bench_dup((uint32_t)name, (uint32_t)times);
}

JNIEXPORT jdouble JNICALL Java_ByHand_seconds(JNIEnv *env, jclass own)
{
    (void)env, (void)own;
    return bench_seconds();
}
