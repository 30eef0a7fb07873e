/**
 * A sandbox that runs elsewhere: the same {@link ipcgrade.sandbox.local.LocalSandbox}, in a process that is
 * spoken with over two streams.
 *
 * <p>The grader writes {@link ipcgrade.sandbox.served.Request}s and the submission's files, the server
 * {@link ipcgrade.sandbox.served.Reply}s and traces; all are lines as {@link ipcgrade.trace.TraceFormat} and
 * {@link ipcgrade.trace.EventLines} have them, but for the bytes of a file, which follow their request as they are.
 */
@NullMarked
package ipcgrade.sandbox.served;

import org.jspecify.annotations.NullMarked;
