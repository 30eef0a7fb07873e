package ipcgrade.reference.queueeach;

import ipcgrade.reference.family.PatientQueue;
import ipcgrade.reference.msg.MessageQueue;
import ipcgrade.reference.msg.Selector;

/** A queue of mail. */
record Mailbox(MessageQueue queue) {
  static Mailbox of(int msqid) {
    return new Mailbox(new MessageQueue(msqid));
  }

  int msqid() {
    return queue.msqid();
  }

  void send(Mail mail) {
    new PatientQueue(queue).send(mail.encode());
  }

  Mail receive() {
    return Mail.decode(new PatientQueue(queue).receive(Selector.any(), Mail.MSGSZ));
  }
}
