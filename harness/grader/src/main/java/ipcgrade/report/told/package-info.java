/** What results say, as sentences in the reader's language, for every report that has room for sentences. */
@NullMarked
package ipcgrade.report.told;

import org.jspecify.annotations.NullMarked;
