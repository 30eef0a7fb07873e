/**
 * The agent: runs programs under ptrace, decides who goes next, and writes what they did.
 */
@NullMarked
package ipcgrade.tracer;

import org.jspecify.annotations.NullMarked;
