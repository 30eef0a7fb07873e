/** The spec of an assignment: grading.yml as records, its loading, and errors with line and column. */
@NullMarked
package ipcgrade.spec;

import org.jspecify.annotations.NullMarked;
