/** Grading, start to end: one submission, or a batch. */
@NullMarked
package ipcgrade.grade;

import org.jspecify.annotations.NullMarked;
