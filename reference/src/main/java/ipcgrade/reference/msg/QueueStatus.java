package ipcgrade.reference.msg;

/**
 * What the kernel knows of a queue, struct msqid_ds of msgctl(2).
 *
 * @param key 0 is IPC_PRIVATE
 * @param mode the permission bits
 * @param stime of the last send, seconds since 1970, or 0
 * @param rtime of the last receive, seconds since 1970, or 0
 * @param ctime of creation or of the last change, seconds since 1970
 * @param cbytes bytes now in the queue
 * @param qnum messages now in the queue
 * @param qbytes bytes that it may hold
 * @param lspid who sent last, or 0
 * @param lrpid who received last, or 0
 */
public record QueueStatus(
    int key,
    int uid,
    int gid,
    int cuid,
    int cgid,
    int mode,
    long stime,
    long rtime,
    long ctime,
    long cbytes,
    long qnum,
    long qbytes,
    int lspid,
    int lrpid) {}
