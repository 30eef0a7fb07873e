package ipcgrade.reference.registro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ipcgrade.reference.family.OwnQueues;
import ipcgrade.reference.libc.Errno;
import ipcgrade.reference.libc.ErrnoException;
import ipcgrade.reference.msg.Selector;
import ipcgrade.reference.process.Blocked;
import ipcgrade.reference.process.Pipe;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("kernel")
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RolesTest {
  private final Pipe pipe = Pipe.open();
  private final OwnQueues ofRole = new OwnQueues(pipe.writer());
  private final Pipe rest = Pipe.open();
  private final OwnQueues ofTest = new OwnQueues(rest.writer());

  @AfterEach
  void close() {
    ofRole.close();
    ofTest.close();
    pipe.writer().close();
    pipe.reader().close();
    rest.writer().close();
    rest.reader().close();
  }

  @Test
  @DisplayName("The registry answers a query that comes before its server's bind, after the bind")
  void earlyQuery() throws Exception {
    var registry = Blocked.in(Blocked.Call.MSGRCV, () -> run(new Registry(ofRole)::run));
    Mailbox requests = announced();
    Mailbox answers = announced();
    Mailbox one = new Mailbox(ofTest.create());
    Mailbox two = new Mailbox(ofTest.create());

    requests.send(new Mail.Query(1));
    requests.send(new Mail.Bind(2, two.msqid()));
    requests.send(new Mail.Query(2));
    requests.send(new Mail.Bind(1, one.msqid()));

    assertEquals(new Mail.Result(2, two.msqid()), answers.receive(Selector.of(2)));
    assertEquals(new Mail.Result(1, one.msqid()), answers.receive(Selector.of(1)));
    requests.send(new Mail.Exit());
    registry.result();
    assertEquals(new Mail.Exit(), one.receive(Selector.any()));
    assertEquals(new Mail.Exit(), two.receive(Selector.any()));
    assertEquals(0, one.queue().stat().qnum() + two.queue().stat().qnum());
  }

  @Test
  @DisplayName("A server binds its mailbox, then overwrites its resource until the exit")
  void server() throws Exception {
    Mailbox requests = new Mailbox(ofTest.create());
    Server server = new Server(2, requests, ofRole);
    var running = Blocked.in(Blocked.Call.MSGRCV, () -> run(server::run));
    Mailbox mailbox = announced();
    assertEquals(new Mail.Bind(2, mailbox.msqid()), requests.receive(Selector.any()));
    mailbox.send(new Mail.Service(7));
    mailbox.send(new Mail.Service(4));
    mailbox.send(new Mail.Exit());
    running.result();
    assertEquals(4, server.resource());
  }

  @Test
  @DisplayName("A client leaves alone the answers that others wait for")
  void client() throws Exception {
    Mailbox requests = new Mailbox(ofTest.create());
    Mailbox answers = new Mailbox(ofTest.create());
    Mailbox mailbox = new Mailbox(ofTest.create());
    Client client = new Client(1, requests, answers, new Random(1));
    var running = Blocked.in(Blocked.Call.MSGRCV, () -> run(client::run));
    int server = ((Mail.Query) requests.receive(Selector.any())).server();
    answers.send(new Mail.Result(3 - server, -1));
    answers.send(new Mail.Result(server, mailbox.msqid()));
    running.result();
    assertEquals(1, answers.queue().stat().qnum());
    assertEquals(3, mailbox.queue().stat().qnum());
  }

  @Test
  @DisplayName("A mailbox tries again when a signal interrupts it")
  void interrupted() throws Exception {
    Mailbox mailbox = new Mailbox(ofTest.create());
    var receiver = Blocked.in(Blocked.Call.MSGRCV, () -> mailbox.receive(Selector.any()));
    receiver.interrupt();
    mailbox.send(new Mail.Exit());
    assertEquals(new Mail.Exit(), receiver.result());
  }

  @Test
  @DisplayName("The queues of a process go when it is done")
  void ownQueues() {
    Mailbox mailbox = new Mailbox(ofRole.create());
    ofRole.close();
    var e = assertThrows(ErrnoException.class, () -> mailbox.queue().stat());
    assertEquals(Errno.EINVAL, e.errno());
    assertThrows(IllegalStateException.class, ofRole::create);
  }

  private Mailbox announced() {
    return Mailbox.of(pipe.reader().read().orElseThrow());
  }

  private static String run(Runnable role) {
    role.run();
    return "done";
  }
}
