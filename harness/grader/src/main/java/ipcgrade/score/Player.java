package ipcgrade.score;

/**
 * A process of a run.
 *
 * @param pid as the program sees it
 * @param task the name of its first thread, as schedules have it
 * @param process as the reading has it: "client 2"
 */
public record Player(int pid, String task, String process) {}
