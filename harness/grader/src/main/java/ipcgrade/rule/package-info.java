/** Rules: claims of a spec, compiled once and evaluated over readings. */
@NullMarked
package ipcgrade.rule;

import org.jspecify.annotations.NullMarked;
