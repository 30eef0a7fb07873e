/** How events are put into words: names of flags, errnos and signals, payloads, and text made printable. */
@NullMarked
package ipcgrade.wording;

import org.jspecify.annotations.NullMarked;
