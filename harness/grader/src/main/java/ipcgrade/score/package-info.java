/** Points: the reading that earns most, its verdicts over runs as a score, and what explains both. */
@NullMarked
package ipcgrade.score;

import org.jspecify.annotations.NullMarked;
