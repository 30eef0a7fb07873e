/** The assignments as they should be done, on the kernel's own message queues. */
module ipcgrade.reference {
  requires static org.jspecify;

  exports ipcgrade.reference.libc;
  exports ipcgrade.reference.msg;
}
