/** The assignment <i>Client-server con una sola coda</i>: {@link ipcgrade.reference.onequeue.Parent} tells the story. */
@NullMarked
package ipcgrade.reference.onequeue;

import org.jspecify.annotations.NullMarked;
