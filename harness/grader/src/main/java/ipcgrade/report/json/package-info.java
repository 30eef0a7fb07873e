/** The reports for programs on what {@code explore} and {@code spec test} found. */
@NullMarked
package ipcgrade.report.json;

import org.jspecify.annotations.NullMarked;
