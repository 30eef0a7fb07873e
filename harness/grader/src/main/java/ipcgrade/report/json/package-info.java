/** The report for programs: result.json, and its published schema. */
@NullMarked
package ipcgrade.report.json;

import org.jspecify.annotations.NullMarked;
