/** Where submissions are built and run. */
@NullMarked
package ipcgrade.sandbox;

import org.jspecify.annotations.NullMarked;
