package ipcgrade.sandbox.archive;

import java.io.IOException;

/** An archive is not unpacked: the message is a sentence without its subject. */
final class Refused extends IOException {
  private static final long serialVersionUID = 1L;

  Refused(String sentence) {
    super(sentence);
  }
}
