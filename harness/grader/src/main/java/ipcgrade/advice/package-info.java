/** Advice without points: what works, but only by luck, or is no good practice. */
@NullMarked
package ipcgrade.advice;

import org.jspecify.annotations.NullMarked;
