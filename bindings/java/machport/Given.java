/* What a call gives that may give no right.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
package machport;

/** A right; or null, where there is none, and where it is dead already.
    @param right the right, the caller's to close
    @param dead whether it is dead */
public record Given<R extends Right>(R right, boolean dead) {
    static <R extends Right> Given<R> of(long name, java.util.function.LongFunction<R> made) {
        boolean dead = name == Raw.DEAD;
        return new Given<>(dead || name == Raw.NULL ? null : made.apply(name), dead);
    }
}
