package ipcgrade.tracer.model;

/**
 * A message in a queue.
 *
 * @param mtype its type, above 0
 * @param size bytes of mtext
 */
public record Message(long mtype, long size) {}
