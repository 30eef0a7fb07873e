package ipcgrade.advice;

import ipcgrade.trace.Event;
import java.util.List;

/**
 * Something that one process did in one run and had better not.
 *
 * @param measure what its sentence tells of it: a number, or a text that is alike in all languages
 * @param evidence the events that show it, one or two
 */
record Finding(Topic topic, int pid, Object measure, List<Event> evidence) {
  Finding {
    evidence = List.copyOf(evidence);
  }
}
