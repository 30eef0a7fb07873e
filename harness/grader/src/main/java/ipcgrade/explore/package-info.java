/** The search over runs: all schedules of a program up to a bound, drawn ones, and what of its schedules was seen. */
@NullMarked
package ipcgrade.explore;

import org.jspecify.annotations.NullMarked;
