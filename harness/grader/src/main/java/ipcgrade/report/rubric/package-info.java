/** The report for students before they begin: what an assignment's points are for. */
@NullMarked
package ipcgrade.report.rubric;

import org.jspecify.annotations.NullMarked;
