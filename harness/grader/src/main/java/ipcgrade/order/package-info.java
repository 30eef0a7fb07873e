/** Order: happens-before, and which receive got which send. */
@NullMarked
package ipcgrade.order;

import org.jspecify.annotations.NullMarked;
