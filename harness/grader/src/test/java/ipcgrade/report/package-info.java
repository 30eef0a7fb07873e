@NullMarked
package ipcgrade.report;

import org.jspecify.annotations.NullMarked;
