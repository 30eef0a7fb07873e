/** What results say, as sentences in the reader's language: the same in all reports. */
@NullMarked
package ipcgrade.report.telling;

import org.jspecify.annotations.NullMarked;
