/**
 * What a run did: events, snapshots, traces and their file format. Records only; nothing here knows
 * how a trace is made or judged.
 */
@NullMarked
package ipcgrade.trace;

import org.jspecify.annotations.NullMarked;
