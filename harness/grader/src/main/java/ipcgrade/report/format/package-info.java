/** The forms in which other programs read results: of CI, of learning platforms, of spreadsheets. */
@NullMarked
package ipcgrade.report.format;

import org.jspecify.annotations.NullMarked;
