/**
 * What the kernel's message queues hold, as a tracer can work it out from the calls.
 */
@NullMarked
package ipcgrade.tracer.model;

import org.jspecify.annotations.NullMarked;
