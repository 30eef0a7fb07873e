/** Points: verdicts over runs become a score, with the evidence that decided it. */
@NullMarked
package ipcgrade.score;

import org.jspecify.annotations.NullMarked;
