package ipcgrade.reference.onequeue;

import ipcgrade.reference.family.PatientQueue;
import ipcgrade.reference.msg.MessageQueue;
import ipcgrade.reference.msg.Selector;

/** The one queue, as a queue of mail. */
record Mailbox(MessageQueue queue) {
  void send(Mail mail) {
    new PatientQueue(queue).send(mail.encode());
  }

  Mail receive(Selector selector) {
    return Mail.decode(new PatientQueue(queue).receive(selector, Mail.MSGSZ));
  }
}
