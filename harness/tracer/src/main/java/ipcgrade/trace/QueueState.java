package ipcgrade.trace;

/**
 * One System V message queue, as a line of /proc/sysvipc/msg shows it and ipcs(1) prints it.
 *
 * @param mode the permission bits
 * @param cbytes bytes now in the queue
 * @param qnum messages now in the queue
 * @param lspid pid of the last msgsnd, or 0
 * @param lrpid pid of the last msgrcv, or 0
 * @param stime time of the last msgsnd, seconds since 1970, or 0
 * @param rtime time of the last msgrcv, seconds since 1970, or 0
 * @param ctime time of creation or of the last change, seconds since 1970
 */
public record QueueState(
    int key,
    int msqid,
    int mode,
    long cbytes,
    long qnum,
    int lspid,
    int lrpid,
    int uid,
    int gid,
    long stime,
    long rtime,
    long ctime) {}
