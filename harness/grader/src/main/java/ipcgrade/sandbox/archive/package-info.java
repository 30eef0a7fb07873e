/** Submissions that are handed in as archives: unpacked by the grader, which trusts nothing in them. */
@NullMarked
package ipcgrade.sandbox.archive;

import org.jspecify.annotations.NullMarked;
