/** Builds and runs on this machine, in bubblewrap containers. */
@NullMarked
package ipcgrade.sandbox.local;

import org.jspecify.annotations.NullMarked;
