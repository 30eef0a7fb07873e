package ipcgrade.reference.registro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MailTest {
  @Test
  @DisplayName("Every mail is read as it was written")
  void roundTrip() {
    List<Mail> mails =
        List.of(
            new Mail.Bind(2, 65536),
            new Mail.Query(1),
            new Mail.Result(2, 65536),
            new Mail.Service(10),
            new Mail.Exit());
    for (Mail mail : mails) {
      assertEquals(mail, Mail.decode(mail.encode()));
      assertTrue(mail.encode().mtext().length <= Mail.MSGSZ);
    }
  }

  @Test
  @DisplayName("A result's mtype is the server's number")
  void result() {
    assertEquals(2, new Mail.Result(2, 65536).encode().mtype());
  }
}
