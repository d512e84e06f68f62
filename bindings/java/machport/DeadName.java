/* What is left of a right whose port died.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
package machport;

/** One user reference of a dead name. */
public final class DeadName extends Right {
    DeadName(long name) {
        this(name, false);
    }

    DeadName(long name, boolean lent) {
        super(Raw.KIND_DEAD_NAME, name, lent);
    }

    /** Takes over what the caller owns under a raw name, which must be a dead name; else MachError, and it stays the caller's. */
    public static DeadName adopt(int raw) {
        return new DeadName(adopted(raw, Raw.KIND_DEAD_NAME));
    }

    /** One more user reference of it. */
    public DeadName dup() {
        return Calls.deadNameDup(this);
    }
}
