/** What every application needs: a parent, its children, their queues, and an end that leaves nothing over. */
@NullMarked
package ipcgrade.reference.family;

import org.jspecify.annotations.NullMarked;
