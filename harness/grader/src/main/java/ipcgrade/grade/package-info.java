/** Grading, start to end: one submission, a batch, or fixtures beside what is expected of them. */
@NullMarked
package ipcgrade.grade;

import org.jspecify.annotations.NullMarked;
