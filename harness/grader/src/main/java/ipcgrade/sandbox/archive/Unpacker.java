package ipcgrade.sandbox.archive;

import ipcgrade.sandbox.local.Tree;
import ipcgrade.wording.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * Writes the entries of one archive below a directory that is its own. No name leads out of it, and only
 * directories and regular files are made, so that no link can.
 */
final class Unpacker implements Item.Taker {
  /** How many times its size an archive may grow, once it is larger than {@link #SMALL}. */
  private static final long MOST_GROWTH = 100;

  private static final long SMALL = 64L << 20;

  /** NAME_MAX and, with room for where the directory is, PATH_MAX; limits.h(0p). */
  private static final int LONGEST_NAME = 255;

  private static final int LONGEST_PATH = 2000;
  private static final int SHOWN = 80;
  private static final int MOST_NOTICES = 20;
  private static final int EXECUTABLE = 0111;
  private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);
  private static final Pattern NOT_ASCII = Pattern.compile("[^\\x20-\\x7e]");

  /** What a submission, or all of a class, may have: files, bytes when unpacked, and times its size. */
  private record Most(int files, long bytes, long growth) {
    static final Most OF_SUBMISSION = new Most(Tree.MOST_FILES, Tree.MOST_BYTES, MOST_GROWTH);

    /** As much as there is room for: what one handed in must not keep the others from being graded. */
    static final Most OF_CLASS = new Most(Integer.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
  }

  private final Path target;
  private final long size;
  private final Most most;
  private final Set<Path> files = new HashSet<>();
  private final Set<Path> directories = new HashSet<>();
  private final List<String> notices = new ArrayList<>();
  private String last = "";
  private long written;
  private int count;

  /** The machine, not the archive, is at fault. */
  static final class WriteFault extends IOException {
    private static final long serialVersionUID = 1L;

    WriteFault(IOException cause) {
      super(cause);
    }
  }

  /**
   * For one archive.
   *
   * @param target exists and is empty
   * @param size of the archive, bytes
   */
  Unpacker(Path target, long size) {
    this(target, size, Most.OF_SUBMISSION);
  }

  /** For an archive of a whole class; each file of it is cut off where it is larger than any submission. */
  static Unpacker ofClass(Path target) {
    return new Unpacker(target, 1, Most.OF_CLASS);
  }

  private Unpacker(Path target, long size, Most most) {
    this.target = target;
    this.size = size;
    this.most = most;
    directories.add(target);
  }

  /** What stayed behind, a sentence each. */
  List<String> notices() {
    return notices;
  }

  /** The entry that was begun last, printable; "" if none was. */
  String last() {
    return last;
  }

  @Override
  public void take(Item item, InputStream content) throws IOException {
    String shown = Printable.line(item.name(), SHOWN);
    last = shown;
    counted(shown);
    Path path = inside(item.name(), shown);
    switch (item.kind()) {
      case FILE -> file(item, path, shown, content);
      case DIRECTORY -> directory(path, shown);
      case LINK -> leave("The link " + shown + " stays behind.", shown, content);
      case SPECIAL -> leave("The device or pipe " + shown + " stays behind.", shown, content);
    }
  }

  /** Where an entry is to be; both kinds of slashes separate directories, as archivers on Windows write them. */
  private Path inside(String name, String shown) throws Refused {
    String slashed = name.replace('\\', '/');
    if (slashed.startsWith("/") || DRIVE.matcher(slashed).matches()) {
      throw new Refused("holds " + shown + ", a name that leads out of it");
    }
    Path path = target;
    for (String part : slashed.split("/", -1)) {
      if (part.equals("..")) {
        throw new Refused("holds " + shown + ", a name that leads out of it");
      }
      if (part.indexOf(0) >= 0 || part.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
        throw new Refused("holds " + shown + ", a name that no file can have");
      }
      if (!part.isEmpty() && !part.equals(".")) {
        path = path.resolve(known(part));
      }
    }
    if (slashed.getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
      throw new Refused("holds " + shown + ", a name that no file can have");
    }
    return path;
  }

  /** The name as this machine's charset can have it. */
  private static Path known(String part) {
    try {
      return Path.of(part);
    } catch (InvalidPathException _) {
      return Path.of(NOT_ASCII.matcher(part).replaceAll("_"));
    }
  }

  private void file(Item item, Path path, String shown, InputStream content) throws IOException {
    if (directories.contains(path)) {
      throw new Refused("holds " + shown + " both as a file and as a directory");
    }
    parents(path, shown);
    if (!files.add(path)) {
      notice("The archive holds " + shown + " more than once; the last one counts.");
      delete(path);
    }
    CRC32 crc = new CRC32();
    boolean program = false;
    try (OutputStream out = created(path)) {
      byte[] buffer = new byte[1 << 16];
      boolean first = true;
      long fileBytes = 0;
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        grown(read, shown);
        crc.update(buffer, 0, read);
        program |= first && startsProgram(buffer, read);
        first &= read == 0;
        fileBytes += read;
        if (fileBytes <= Tree.MOST_BYTES + buffer.length) {
          write(out, buffer, read); // one byte too many is enough for it to be refused
        }
      }
    } catch (FileAlreadyExistsException _) {
      notice("The file " + shown + " stays behind: another differs from it only in upper and lower case.");
      drain(content, shown);
      return;
    }
    if (item.crc() >= 0 && item.crc() != crc.getValue()) {
      throw new IOException("the checksum of " + shown + " is wrong");
    }
    finish(item, path, item.mode() < 0 ? program : (item.mode() & EXECUTABLE) != 0);
  }

  /**
   * A new file.
   *
   * @throws FileAlreadyExistsException if another name means the same file
   */
  private static OutputStream created(Path path) throws IOException {
    try {
      return Files.newOutputStream(path, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException e) {
      throw new WriteFault(e);
    }
  }

  /** ELF, or a script: archives from Windows do not say what can be executed. */
  private static boolean startsProgram(byte[] start, int length) {
    return length > 4
        && ((start[0] == 0x7f && start[1] == 'E' && start[2] == 'L' && start[3] == 'F')
            || (start[0] == '#' && start[1] == '!'));
  }

  private static void finish(Item item, Path path, boolean executable) throws WriteFault {
    try {
      Files.setPosixFilePermissions(
          path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
      Instant modified = item.modified();
      if (modified != null && modified.isAfter(Instant.EPOCH) && modified.isBefore(Instant.now())) {
        Files.setLastModifiedTime(path, FileTime.from(modified));
      }
    } catch (IOException e) {
      throw new WriteFault(e);
    }
  }

  private void directory(Path path, String shown) throws IOException {
    if (files.contains(path)) {
      throw new Refused("holds " + shown + " both as a file and as a directory");
    }
    if (directories.contains(path)) {
      return;
    }
    parents(path, shown);
    directories.add(path);
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      try {
        Files.createDirectory(path);
      } catch (IOException e) {
        throw new WriteFault(e);
      }
    }
  }

  private void parents(Path path, String shown) throws IOException {
    Path parent = path.getParent();
    if (parent != null && !directories.contains(parent)) {
      counted(shown);
      directory(parent, shown);
    }
  }

  private void leave(String notice, String shown, InputStream content) throws IOException {
    notice(notice);
    drain(content, shown);
  }

  private void drain(InputStream content, String shown) throws IOException {
    byte[] buffer = new byte[1 << 13];
    for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
      grown(read, shown);
    }
  }

  private void counted(String shown) throws Refused {
    if (++count > most.files) {
      throw new Refused("has more than " + most.files + " files, at " + shown);
    }
  }

  private void grown(int bytes, String shown) throws Refused {
    written += bytes;
    if (written > most.bytes) {
      throw new Refused("is larger than " + (most.bytes >> 20) + " MiB when unpacked, at " + shown);
    }
    if (written > SMALL && written / most.growth > size) {
      throw new Refused("grows more than " + most.growth + " times when unpacked, at " + shown);
    }
  }

  private void notice(String sentence) {
    if (notices.size() < MOST_NOTICES) {
      notices.add(sentence);
    }
  }

  private static void write(OutputStream out, byte[] bytes, int length) throws WriteFault {
    try {
      out.write(bytes, 0, length);
    } catch (IOException e) {
      throw new WriteFault(e);
    }
  }

  private static void delete(Path path) throws WriteFault {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new WriteFault(e);
    }
  }
}
