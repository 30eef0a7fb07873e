/**
 * Linux as a tracer needs it: ptrace(2), seccomp(2), the memory and the registers of tracees, through
 * java.lang.foreign. Everything here belongs to the one thread that called {@link
 * ipcgrade.tracer.ptrace.Tracer#open}.
 */
@NullMarked
package ipcgrade.tracer.ptrace;

import org.jspecify.annotations.NullMarked;
