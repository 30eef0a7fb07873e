package ipcgrade.reference.registro;

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

  Mail receive(Selector selector) {
    return Mail.decode(new PatientQueue(queue).receive(selector, Mail.MSGSZ));
  }
}
