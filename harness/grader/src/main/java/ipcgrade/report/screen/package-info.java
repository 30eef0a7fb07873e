/** What all reports for people are written on: lines of styled text, as wide as the terminal. */
@NullMarked
package ipcgrade.report.screen;

import org.jspecify.annotations.NullMarked;
