/**
 * The search among the schedules of a program: which to try, all of them if they are few, what they covered, and the
 * shortest that shows a fault.
 */
@NullMarked
package ipcgrade.explore;

import org.jspecify.annotations.NullMarked;
