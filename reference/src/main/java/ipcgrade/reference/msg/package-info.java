/** System V message queues, sysvipc(7): {@link ipcgrade.reference.msg.MessageQueue} is where to start. */
@NullMarked
package ipcgrade.reference.msg;

import org.jspecify.annotations.NullMarked;
