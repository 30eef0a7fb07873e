/** Results for people at a terminal. */
@NullMarked
package ipcgrade.report.console;

import org.jspecify.annotations.NullMarked;
