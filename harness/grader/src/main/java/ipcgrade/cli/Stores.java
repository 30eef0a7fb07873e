package ipcgrade.cli;

import ipcgrade.store.Fingerprint;
import ipcgrade.store.Head;
import ipcgrade.store.Store;
import ipcgrade.store.StoreWriter;
import ipcgrade.wording.Words;
import java.io.IOException;
import java.nio.file.Path;

/** The directories that results are kept in, as commands open them. */
final class Stores {
  private Stores() {}

  /** For writing; made if it is not there. */
  static StoreWriter write(Path out, Head head, Assignment assignment, Words words)
      throws UsageException, IOException {
    try {
      return StoreWriter.open(out, head, assignment.spec(), assignment.file());
    } catch (StoreWriter.Busy _) {
      throw new UsageException(words.get("error.store-busy", out));
    } catch (StoreWriter.Occupied e) {
      throw new UsageException(
          e.assignment().isEmpty()
              ? words.get("error.store-other", out)
              : words.get("error.store-assignment", out, e.assignment()));
    }
  }

  /** For reading. */
  static Store read(Path out, Words words) throws UsageException, IOException {
    if (!Store.is(out)) {
      throw new UsageException(words.get("error.no-store", out));
    }
    return Store.open(out);
  }

  /** What results depend on besides the sources. */
  static Fingerprint fingerprint(Assignment assignment) throws IOException {
    return Fingerprint.of(assignment.spec(), "ipcgrade " + Version.text());
  }
}
