/** Readings: processes read as roles, queues as channels, messages as kinds. */
@NullMarked
package ipcgrade.reading;

import org.jspecify.annotations.NullMarked;
