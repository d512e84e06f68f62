/* Receive rights that are received from together.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
package machport;

import java.time.Duration;

/** A port set. It holds its members' names and owns none of them; closing it leaves its members, in no set. */
public final class PortSet extends Right {
    PortSet(long name) {
        this(name, false);
    }

    PortSet(long name, boolean lent) {
        super(Raw.KIND_PORT_SET, name, lent);
    }

    /** An empty set. */
    public static PortSet create() {
        return Calls.portSetNew();
    }

    /** Takes over what the caller owns under a raw name, which must hold a port set; else MachError, and it stays the caller's. */
    public static PortSet adopt(int raw) {
        return new PortSet(adopted(raw, Raw.KIND_PORT_SET));
    }

    /** Puts a receive right in, whose owner goes on owning it. */
    public void insert(ReceiveRight receive) {
        Calls.portSetInsert(this, receive);
    }

    /** Takes a receive right out. */
    public void extract(ReceiveRight receive) {
        Calls.portSetExtract(this, receive);
    }

    /** The next message of any member, as ReceiveRight.receive does. Delivery.cameBy tells which. */
    public Delivery receive(Duration timeout) {
        return Delivery.from(this, timeout);
    }
}
