/* A vector's expectation that did not hold.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
@SuppressWarnings("serial")
final class Failure extends Exception {
    Failure(String told) {
        super(told);
    }
}
