/** The assignment <i>Client-server con una coda per client</i>: {@link ipcgrade.reference.queueeach.Parent} tells the story. */
@NullMarked
package ipcgrade.reference.queueeach;

import org.jspecify.annotations.NullMarked;
