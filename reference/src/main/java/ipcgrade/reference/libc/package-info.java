/** What calls into the C library share: finding a function, and errno as a typed exception. */
@NullMarked
package ipcgrade.reference.libc;

import org.jspecify.annotations.NullMarked;
