/* The peer in Lua: the same calls as one writes them by hand for Lua's C API, the owned right a userdata.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "in_c.h"
#include <lauxlib.h>
#include <lua.h>

#define SEND "by_hand.Send"

/* An owned right; 0 where it is closed. */
typedef struct {
    uint32_t name;
} send;

static int fail(lua_State *L, machport_status_t status)
{
    return luaL_error(L, "%s: %s", machport_status_name(status), machport_status_text(status));
}

static uint32_t uint32_at(lua_State *L, int place)
{
    const lua_Integer number = luaL_checkinteger(L, place);
    luaL_argcheck(L, number >= 0 && number <= UINT32_MAX, place, "not of 32 bits");
    return (uint32_t)number;
}

static int check(lua_State *L)
{
    machport_status_t verdict;
    const machport_status_t status = machport_check(uint32_at(L, 1), uint32_at(L, 2), &verdict);
    if (status != MACHPORT_KERN_SUCCESS)
        return fail(L, status);
    lua_pushinteger(L, verdict);
    return 1;
}

static int types(lua_State *L)
{
    uint32_t bits;
    const machport_status_t status = machport_types(uint32_at(L, 1), &bits);
    if (status != MACHPORT_KERN_SUCCESS)
        return fail(L, status);
    lua_pushinteger(L, bits);
    return 1;
}

static int own(lua_State *L, uint32_t name)
{
    send *made = lua_newuserdatauv(L, sizeof *made, 0);
    made->name = name;
    luaL_setmetatable(L, SEND);
    return 1;
}

static send *opened(lua_State *L)
{
    send *self = luaL_checkudata(L, 1, SEND);
    luaL_argcheck(L, self->name != MACHPORT_NULL, 1, "closed");
    return self;
}

static int adopt(lua_State *L)
{
    return own(L, uint32_at(L, 1));
}

static int dup(lua_State *L)
{
    uint32_t copy;
    const machport_status_t status = machport_send_right_dup(opened(L)->name, &copy);
    return status == MACHPORT_KERN_SUCCESS ? own(L, copy) : fail(L, status);
}

static int close_right(lua_State *L)
{
    send *self = luaL_checkudata(L, 1, SEND);
    const uint32_t name = self->name;
    self->name = MACHPORT_NULL;
    const machport_status_t status = machport_send_right_release(name);
    return status == MACHPORT_KERN_SUCCESS ? 0 : fail(L, status);
}

static int check_of_c(lua_State *L)
{
    lua_pushinteger(L, check_in_c(uint32_at(L, 1), uint32_at(L, 2)));
    return 1;
}

static int types_of_c(lua_State *L)
{
    lua_pushinteger(L, types_in_c(uint32_at(L, 1), uint32_at(L, 2)));
    return 1;
}

static int dup_of_c(lua_State *L)
{
    lua_pushinteger(L, dup_and_close_in_c(uint32_at(L, 1), uint32_at(L, 2)));
    return 1;
}

int luaopen_by_hand(lua_State *L)
{
    static const luaL_Reg functions[] = {{"check", check},
                                         {"types", types},
                                         {"adopt", adopt},
                                         {"check_in_c", check_of_c},
                                         {"types_in_c", types_of_c},
                                         {"dup_in_c", dup_of_c},
                                         {0}};
    static const luaL_Reg methods[] = {{"dup", dup}, {"close", close_right}, {"__gc", close_right}, {0}};
    luaL_newmetatable(L, SEND);
    luaL_setfuncs(L, methods, 0);
    lua_pushvalue(L, -1);
    lua_setfield(L, -2, "__index");
    luaL_newlib(L, functions);
    return 1;
}
