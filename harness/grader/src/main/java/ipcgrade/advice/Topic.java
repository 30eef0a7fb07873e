package ipcgrade.advice;

/** What advice is about, in the order of reports; each has its sentences in both languages. */
enum Topic {
  SLEEPING("sleeping", "advice.sleeping", "advice.do.sleeping"),
  POLLING("polling", "advice.polling", "advice.do.polling"),
  UNREAPED("unreaped", "advice.unreaped", "advice.do.unreaped"),
  FTOK("ftok", "advice.ftok", "advice.do.ftok"),
  SHARED_KEY("shared-key", "advice.shared-key", "advice.do.shared-key"),
  WORLD_WRITABLE("world-writable", "advice.world-writable", "advice.do.world-writable"),
  ID_ZERO("id-zero", "advice.id-zero", "advice.do.id-zero"),
  SMALL_BUFFER("small-buffer", "advice.small-buffer", "advice.do.small-buffer"),
  FULL_QUEUE("full-queue", "advice.full-queue", "advice.do.full-queue");

  private final String id;
  private final String what;
  private final String remedy;

  Topic(String id, String what, String remedy) {
    this.id = id;
    this.what = what;
    this.remedy = remedy;
  }

  /** Its name in results. */
  String id() {
    return id;
  }

  /** The key of the sentence on what was seen, of who did it and of its measure. */
  String what() {
    return what;
  }

  /** The key of the sentence on what to do instead. */
  String remedy() {
    return remedy;
  }
}
