/* What values are in Lua: see ../dynamic/machport_dynamic.h. A value is its place on the stack; what is made lies on top, and
   what it is put into takes it from there. A piece of memory is a userdata on the stack, above the arguments.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MACHPORT_LUA_H
#define MACHPORT_LUA_H
#include <limits.h>
#include <stdint.h>

#if LONG_MAX < INT64_MAX
#error "SWIG keeps Lua's constants in a long: it must have 64 bits"
#endif

#define MACHPORT_TAKES lua_State *L,
#define MACHPORT_TAKES_ALONE lua_State *L
#define MACHPORT_GIVES L,
#define MACHPORT_GIVES_ALONE L
#define MACHPORT_WRAPS 1 /* an integer of Lua is 64 bits: 0xffffffffffffffff and -1 are one number */
#define MACHPORT_FIRST_INDEX 1
#define MACHPORT_BYTES "a string"
#define MACHPORT_LIST "a list"
#define MACHPORT_FIELDS "a table of fields"
#define MACHPORT_ERROR "machport.MachError"
typedef int machport_value;
typedef char machport_room; /* the stack has what there is to keep */

static inline void machport_done(lua_State *L, machport_value value)
{
    lua_settop(L, value - 1);
}

static inline int machport_is_nothing(lua_State *L, machport_value value)
{
    return lua_isnil(L, value);
}

#include "../dynamic/machport_dynamic.h"

static void machport_throw(lua_State *L, machport_refusal kind, const char *text)
{
    luaL_error(L, "%s%s", kind == machport_not_loaded ? "machport cannot be loaded: " : "", text);
    __builtin_unreachable();
}

static machport_number machport_given_integer(lua_State *L, machport_value value, uint64_t *bits)
{
    if (!lua_isinteger(L, value)) /* which no string is, and no float */
        return machport_is_other;
    *bits = (uint64_t)lua_tointeger(L, value);
    return (int64_t)*bits < 0 ? machport_is_negative : machport_is_positive;
}

static int machport_given_bytes(lua_State *L, machport_value value, machport_room *room, const void **bytes, size_t *size)
{
    (void)room;
    if (lua_type(L, value) != LUA_TSTRING)
        return 0;
    *bytes = lua_tolstring(L, value, size);
    return 1;
}

static int machport_given_list(lua_State *L, machport_value value, size_t *count)
{
    if (!lua_istable(L, value))
        return 0;
    *count = lua_rawlen(L, value);
    return 1;
}

static machport_value machport_given_item(lua_State *L, machport_value list, size_t index)
{
    lua_rawgeti(L, list, (lua_Integer)index + 1);
    return lua_gettop(L);
}

static int machport_given_fields(lua_State *L, machport_value value, size_t *count)
{
    if (!lua_istable(L, value))
        return 0;
    luaL_checkstack(L, 4, NULL);
    *count = 0;
    for (lua_pushnil(L); lua_next(L, value); lua_pop(L, 1))
        ++*count;
    return 1;
}

static int machport_given_field(lua_State *L, machport_value fields, const char *name, machport_value *value)
{
    lua_pushstring(L, name);
    *value = lua_gettop(L);
    return lua_rawget(L, fields) != LUA_TNIL;
}

static const char *machport_type_name(lua_State *L, machport_value value)
{
    if (lua_type(L, value) == LUA_TNUMBER && !lua_isinteger(L, value))
        return "a float";
    return luaL_typename(L, value);
}

static machport_value machport_new_signed(lua_State *L, int64_t number)
{
    lua_pushinteger(L, number);
    return 0;
}

static machport_value machport_new_unsigned(lua_State *L, uint64_t number)
{
    lua_pushinteger(L, (lua_Integer)number);
    return 0;
}

static machport_value machport_new_bytes(lua_State *L, const void *bytes, size_t size)
{
    lua_pushlstring(L, bytes, size);
    return 0;
}

static machport_value machport_new_nothing(lua_State *L)
{
    lua_pushnil(L);
    return 0;
}

static machport_value machport_new_list(lua_State *L, size_t count)
{
    luaL_checkstack(L, 8, NULL);
    lua_createtable(L, count < INT_MAX ? (int)count : 0, 0);
    return lua_gettop(L);
}

static void machport_set_item(lua_State *L, machport_value list, size_t index, machport_value item)
{
    (void)item;
    lua_rawseti(L, list, (lua_Integer)index + 1);
}

static machport_value machport_new_fields(lua_State *L, size_t count)
{
    luaL_checkstack(L, 8, NULL);
    lua_createtable(L, 0, (int)count);
    return lua_gettop(L);
}

static void machport_set_field(lua_State *L, machport_value fields, const char *name, machport_value value)
{
    (void)value;
    lua_setfield(L, fields, name);
}

static void *machport_memory(lua_State *L, machport_room *room, size_t size)
{
    (void)room;
    luaL_checkstack(L, 8, NULL);
    return memset(lua_newuserdatauv(L, size, 0), 0, size);
}

/* Pushes the values of all results. */
static inline void machport_push(lua_State *L, const machport_results *results)
{
    int i;
    for (i = 0; i < results->count; i++)
        (void)machport_shown(L, &results->items[i]);
}

static int machport_push_called(lua_State *L)
{
    const machport_results *results = lua_touserdata(L, 1);
    lua_settop(L, 0);
    machport_push(L, results);
    return results->count;
}

/* Pushes them, or the error that came instead: then it answers 0. */
MACHPORT_UNUSED static int machport_make_safely(lua_State *L, machport_results *results)
{
    if (results->count == 0)
        return 1;
    lua_pushcfunction(L, machport_push_called);
    lua_pushlightuserdata(L, results);
    results->made = lua_pcall(L, 1, results->count, 0) == LUA_OK;
    return results->made;
}

MACHPORT_UNUSED static void machport_raise_again(lua_State *L, const machport_results *results)
{
    (void)results;
    lua_error(L);
}

/* Raises what a status other than success is: a table with status, name, text, call, and results, the outputs of the call in a
   list. They lie on top of the stack. */
MACHPORT_NO_RETURN static void machport_failed(lua_State *L, int count, machport_status_t status, const char *call)
{
    int first = lua_gettop(L) - count, i;
    luaL_checkstack(L, 4, NULL);
    lua_createtable(L, 0, 5);
    lua_createtable(L, count, 1);
    for (i = 1; i <= count; i++) {
        lua_pushvalue(L, first + i);
        lua_rawseti(L, -2, i);
    }
    lua_pushinteger(L, count); /* as table.pack says it, for one may be nil */
    lua_setfield(L, -2, "n");
    lua_setfield(L, -2, "results");
    lua_pushinteger(L, status);
    lua_setfield(L, -2, "status");
    lua_pushstring(L, machport_status_name(status));
    lua_setfield(L, -2, "name");
    lua_pushstring(L, machport_status_text(status));
    lua_setfield(L, -2, "text");
    lua_pushstring(L, call);
    lua_setfield(L, -2, "call");
    luaL_setmetatable(L, MACHPORT_ERROR);
    lua_error(L);
    __builtin_unreachable();
}

/* How many results lie on top of the stack; or the error. */
static inline int machport_finish(lua_State *L, machport_results *results, machport_status_t status, const char *call)
{
    if (!results->made)
        machport_push(L, results);
    if (status != 0)
        machport_failed(L, results->count, status, call);
    return results->count;
}

static int machport_error_text(lua_State *L)
{
    lua_settop(L, 1);
    lua_getfield(L, 1, "call");
    lua_getfield(L, 1, "name");
    lua_getfield(L, 1, "status");
    lua_getfield(L, 1, "text");
    lua_pushfstring(L, "%s: %s (%s): %s", lua_tostring(L, 2), lua_tostring(L, 3), luaL_tolstring(L, 4, NULL), lua_tostring(L, 5));
    return 1;
}

/* The metatable of errors is one for every module, and the field MachError of each. The module lies on top of the stack. */
static void machport_ready(lua_State *L)
{
    if (luaL_newmetatable(L, MACHPORT_ERROR)) {
        lua_pushcfunction(L, machport_error_text);
        lua_setfield(L, -2, "__tostring");
    }
    lua_pushstring(L, "MachError");
    lua_insert(L, -2);
    lua_rawset(L, -3);
}

#endif
