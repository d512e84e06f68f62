/* The object that an owned right is in Lua: a userdata, whose metatable is its class. rights.lua makes the classes.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "../../owned/owned.h"
#include <lauxlib.h>
#include <lua.h>
#include <stdio.h>

static lua_Integer leaked;

/* The name of the class that lies at a place, as it is told of. */
static const char *class_name(lua_State *L, int place)
{
    return lua_getfield(L, place, "__name") == LUA_TSTRING ? lua_tostring(L, -1) : "right";
}

/* The right at a place, of whatever kind, and its class on top of the stack; NULL, and nothing, where there is none. */
static machport_owned *any_right(lua_State *L, int place)
{
    int is_class;
    if (lua_type(L, place) != LUA_TUSERDATA || !lua_getmetatable(L, place))
        return NULL;
    is_class = lua_rawgetp(L, -1, &leaked) != LUA_TNIL;
    lua_pop(L, is_class ? 1 : 2);
    return is_class ? lua_touserdata(L, place) : NULL;
}

/* class(table): from here on its rights are rights. What it is marked with nobody else has. */
static int class_of_rights(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_pushboolean(L, 1);
    lua_rawsetp(L, 1, &leaked);
    return 0;
}

static machport_owned *self(lua_State *L)
{
    machport_owned *right = any_right(L, 1);
    if (right == NULL)
        luaL_typeerror(L, 1, "right");
    return right;
}

/* Whether the right at 1 is of the class at 2: the class Right, which is none's metatable, is that of all. */
static machport_owned *of_class(lua_State *L)
{
    int is_own;
    if (lua_type(L, 1) != LUA_TUSERDATA || !lua_getmetatable(L, 1))
        return NULL;
    is_own = lua_rawequal(L, -1, 2);
    lua_pop(L, 1);
    return is_own ? lua_touserdata(L, 1) : lua_rawequal(L, 2, lua_upvalueindex(1)) ? any_right(L, 1) : NULL;
}

static int is_closed_error(lua_State *L, const machport_owned *right)
{
    lua_getmetatable(L, 1);
    if (!right->is_open)
        return luaL_error(L, "%s is closed", class_name(L, -1));
    return luaL_error(L, "%s %d belongs to another name space", class_name(L, -1), (int)right->name);
}

/* lent(right, class, what): the name of a right that a call borrows, or an error: it is open, of the class, and of this thread's
   name space. */
static int lent(lua_State *L)
{
    const machport_owned *right = of_class(L);
    if (right == NULL) {
        const char *got = any_right(L, 1) != NULL ? class_name(L, -1) : luaL_typename(L, 1);
        return luaL_error(L, "%s must be a %s, not %s", lua_tostring(L, 3), class_name(L, 2), got);
    }
    if (!right->is_open || !machport_owned_is_here(right))
        return is_closed_error(L, right);
    lua_pushinteger(L, right->name);
    return 1;
}

/* owner(right, class, what): the same of a right that a call consumes, which only its owner may give. */
static int owner(lua_State *L)
{
    lent(L);
    if (((const machport_owned *)lua_touserdata(L, 1))->is_borrowed)
        return luaL_error(L, "%s %d is borrowed: it is not yours to give", class_name(L, 2), (int)lua_tointeger(L, -1));
    return 1;
}

static int made(lua_State *L, int is_borrowed)
{
    const uint32_t name = (uint32_t)lua_tointeger(L, 2);
    machport_owned *right;
    lua_getfield(L, 1, "kind");
    right = lua_newuserdatauv(L, sizeof *right, 0);
    *right = machport_owned_of(name, (uint32_t)lua_tointeger(L, -2), (uint64_t)lua_tointeger(L, 3), is_borrowed);
    lua_pushvalue(L, 1);
    lua_setmetatable(L, -2);
    return 1;
}

/* own(class, name, guard): an owner for a name that a call gave; nil for NULL; the number DEAD for what was dead. */
static int own(lua_State *L)
{
    const lua_Integer name = luaL_checkinteger(L, 2);
    lua_settop(L, 3);
    if (name == MACHPORT_NULL)
        return 0;
    if (name != MACHPORT_DEAD)
        return made(L, 0);
    lua_pushinteger(L, name);
    return 1;
}

static int borrow(lua_State *L)
{
    lua_settop(L, 3);
    return made(L, 1);
}

/* From here on it owns nothing. */
static int forget(lua_State *L)
{
    self(L)->is_open = 0;
    return 0;
}

/* What it owns has another name now. */
static int hold(lua_State *L)
{
    self(L)->name = (uint32_t)luaL_checkinteger(L, 2);
    return 0;
}

static int guard(lua_State *L)
{
    machport_owned *right = self(L);
    if (lua_isinteger(L, 2))
        right->guard = (uint64_t)lua_tointeger(L, 2);
    lua_pushinteger(L, (lua_Integer)right->guard);
    return 1;
}

static int is_closed(lua_State *L)
{
    lua_pushboolean(L, !self(L)->is_open);
    return 1;
}

/* Calls the function of the definition that releases a right of its class, which lies on top. What is guarded stays open where
   that fails: a receive right is consumed on success. In another name space than its own nobody can release it: that is
   counted. */
static int released(lua_State *L, machport_owned *right, uint64_t guarded)
{
    const int is_receive = right->kind == MACHPORT_KIND_RECEIVE;
    if (!right->is_open)
        return 0;
    if (!machport_owned_is_here(right)) {
        leaked += machport_owned_end(right);
    } else if (!right->is_borrowed) {
        lua_getfield(L, -1, "release");
        right->is_open = is_receive;
        lua_pushinteger(L, right->name);
        if (is_receive)
            lua_pushinteger(L, (lua_Integer)guarded);
        lua_call(L, 1 + is_receive, 0);
    }
    right->is_open = 0;
    return 0;
}

/* right:close(guard) */
static int close_right(lua_State *L)
{
    machport_owned *right = self(L);
    return released(L, right, lua_isinteger(L, 2) ? (uint64_t)lua_tointeger(L, 2) : right->guard);
}

/* At the end of its block; 2 is the error that ended it. */
static int closed_by_lua(lua_State *L)
{
    machport_owned *right = self(L);
    return released(L, right, right->guard);
}

/* What nobody closed is released, with a warning, which `warn` shows where somebody asked for it. */
static int collected(lua_State *L)
{
    machport_owned *right = lua_touserdata(L, 1);
    if (!right->is_open || right->is_borrowed)
        return 0;
    leaked += machport_owned_end(right);
    lua_getmetatable(L, 1);
    lua_warning(L, "machport: a ", 1);
    lua_warning(L, class_name(L, -1), 1);
    lua_warning(L, " was never closed", 0);
    return 0;
}

static int text(lua_State *L)
{
    const machport_owned *right = self(L);
    char name[16];
    lua_getmetatable(L, 1);
    snprintf(name, sizeof name, "%#x", (unsigned)right->name);
    lua_pushfstring(L, "%s %s", class_name(L, -1), right->is_open ? name : "closed");
    return 1;
}

/* How many rights ended where nobody could release them. */
static int leaks(lua_State *L)
{
    lua_pushinteger(L, leaked);
    return 1;
}

int luaopen_machport_right(lua_State *L)
{
    static const luaL_Reg functions[] = {{"class", class_of_rights}, {"lent", lent},   {"owner", owner}, {"own", own},
                                         {"borrow", borrow},         {"leaks", leaks}, {NULL, NULL}};
    static const luaL_Reg methods[] = {{"forget", forget},     {"hold", hold},           {"guard", guard},
                                       {"close", close_right}, {"is_closed", is_closed}, {NULL, NULL}};
    static const luaL_Reg events[] = {{"__gc", collected}, {"__close", closed_by_lua}, {"__tostring", text}, {NULL, NULL}};
    luaL_newlib(L, methods); /* the class Right */
    luaL_newlibtable(L, functions);
    lua_pushvalue(L, -2);
    luaL_setfuncs(L, functions, 1);
    lua_pushvalue(L, -2);
    lua_setfield(L, -2, "Right");
    luaL_newlib(L, events);
    lua_setfield(L, -2, "events");
    return 1;
}
