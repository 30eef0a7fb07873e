/**
 * Strategies: who goes next.
 */
@NullMarked
package ipcgrade.tracer.schedule;

import org.jspecify.annotations.NullMarked;
