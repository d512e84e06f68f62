/* The one exception of machport.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
package machport;

/** A call answered a status other than success. It is unchecked: nearly every call may fail for reasons that its caller cannot do
    anything about where it stands, close() and lambdas included.

    `results` holds what the call gave back all the same, shaped as on success: rights that were kept are still the caller's. */
@SuppressWarnings("serial") // a right means nothing in another process: results are transient
public final class MachError extends RuntimeException {
    private final String call;
    private final int status;
    private final String name;
    private final String text;
    private final transient Object results;

    MachError(String call, int status, Object results) {
        this(call, status, Raw.statusName(status), Raw.statusText(status), results);
    }

    private MachError(String call, int status, String name, String text, Object results) {
        super(call + ": " + name + " (" + status + "): " + text);
        this.call = call;
        this.status = status;
        this.name = name;
        this.text = text;
        this.results = results;
    }

    /** The function of the definition that failed. */
    public String call() {
        return call;
    }

    /** The status, one of Raw's constants. */
    public int status() {
        return status;
    }

    /** The status's name, such as "KERN_INVALID_NAME". */
    public String name() {
        return name;
    }

    /** What the status means. */
    public String text() {
        return text;
    }

    /** What the call gave back: null, one result, or the record of several. */
    public Object results() {
        return results;
    }

    /** The same failure, with results of another shape. */
    MachError with(Object results) {
        MachError made = new MachError(call, status, name, text, results);
        made.initCause(this);
        return made;
    }

    static <T> T checked(String call, long status, T results) {
        if (status != 0)
            throw new MachError(call, (int) status, results);
        return results;
    }

    /* What native functions call. */

    static void failed(String call, int status) {
        throw new MachError(call, status, null);
    }

    static void failed(String call, int status, long result) {
        throw new MachError(call, status, result);
    }
}
