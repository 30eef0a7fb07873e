/** A run while it happens, as strace shows one. */
@NullMarked
package ipcgrade.report.live;

import org.jspecify.annotations.NullMarked;
