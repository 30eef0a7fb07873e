/** Processes by posix_spawn(3) and waitpid(2), pipes between them, and pauses. */
@NullMarked
package ipcgrade.reference.process;

import org.jspecify.annotations.NullMarked;
