/** The search among the schedules of a program: which to try, and the shortest that shows a fault. */
@NullMarked
package ipcgrade.explore;

import org.jspecify.annotations.NullMarked;
