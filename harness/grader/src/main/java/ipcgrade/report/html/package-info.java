/**
 * Results as pages for a browser, opened from disk or from a web server.
 *
 * <p>The text of a page is made here, from the templates in {@code src/main/jte}, which escape all that they are
 * given; it is there without JavaScript too. What moves, the diagram of a run and the table of a class, is drawn in the
 * browser from data that is loaded when it is looked at: scripts, since a page from disk may load nothing else.
 */
@NullMarked
package ipcgrade.report.html;

import org.jspecify.annotations.NullMarked;
