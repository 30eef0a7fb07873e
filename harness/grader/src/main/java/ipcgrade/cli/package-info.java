/** The commands: options in, exit codes out; all else is done elsewhere. */
@NullMarked
package ipcgrade.cli;

import org.jspecify.annotations.NullMarked;
