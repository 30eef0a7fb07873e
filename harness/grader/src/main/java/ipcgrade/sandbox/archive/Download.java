package ipcgrade.sandbox.archive;

import ipcgrade.sandbox.SandboxException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.function.Predicate;

/** An archive with what a whole class handed in, as a learning platform packs it. */
public final class Download {
  private Download() {}

  /**
   * Whether an archive holds a file of a certain name.
   *
   * @param wanted of the names in it
   */
  public static boolean is(Path archive, Predicate<Path> wanted) {
    if (!Unpacking.isArchive(archive)) {
      return false;
    }
    try {
      Archive.ofClass(archive).read(new Search(wanted));
      return false;
    } catch (Found _) {
      return true;
    } catch (IOException | RuntimeException _) {
      return false; // what is wrong with it is said when it is unpacked
    }
  }

  /**
   * Unpacks it.
   *
   * @param target exists and is empty
   * @throws IOException if it cannot be unpacked; the message is a sentence
   * @throws SandboxException if there is no room
   */
  public static void unpack(Path archive, Path target) throws IOException, SandboxException {
    try {
      Unpacking.unpack(Archive.ofClass(archive), archive, Unpacker.ofClass(target), new ArrayList<>());
    } catch (Refused e) {
      throw new IOException(e.getMessage() + ".", e);
    } catch (Unpacker.WriteFault e) {
      throw new SandboxException("Cannot unpack " + archive + ": " + e.getCause() + ".", e);
    }
  }

  /** Ends a search. */
  private static final class Found extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private record Search(Predicate<Path> wanted) implements Item.Taker {
    @Override
    public void take(Item item, InputStream content) throws IOException {
      try {
        if (wanted.test(Path.of(item.name().replace('\\', '/')))) {
          throw new Found();
        }
      } catch (InvalidPathException _) {
        // no name that is wanted
      }
    }
  }
}
