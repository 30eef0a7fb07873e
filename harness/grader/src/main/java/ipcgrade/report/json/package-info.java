/** The reports for programs: result.json, its published schema, and what {@code spec test} found. */
@NullMarked
package ipcgrade.report.json;

import org.jspecify.annotations.NullMarked;
