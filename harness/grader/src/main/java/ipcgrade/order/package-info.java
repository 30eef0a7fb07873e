/** Order: linearisation of what each queue did, which receive got which send by it, and happens-before. */
@NullMarked
package ipcgrade.order;

import org.jspecify.annotations.NullMarked;
