/**
 * Results on disk: the form of result.json with its published schema, the form of stored traces, and the directory that
 * holds those of a class.
 */
@NullMarked
package ipcgrade.store;

import org.jspecify.annotations.NullMarked;
