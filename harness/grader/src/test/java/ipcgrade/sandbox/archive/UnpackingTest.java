package ipcgrade.sandbox.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.sevenz.SevenZOutputFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.CompressorStreamFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnpackingTest {
  private static final String MAIN = "int main(void) { return 0; }\n";

  @TempDir
  private Path top = Path.of("");

  private final List<String> notices = new ArrayList<>();
  private Path target = Path.of("");

  @BeforeEach
  void target() throws IOException {
    target = Files.createDirectories(top.resolve("a/b/target"));
  }

  @Test
  @DisplayName("a zip file is unpacked with its directories, and what can be executed")
  void zip() throws IOException {
    unpack("prog.zip", zip(file("src/main.c", MAIN, 0644), file("run.sh", "#!/bin/sh\n", 0755)));
    assertEquals(List.of("run.sh", "src/main.c"), unpacked());
    assertEquals(MAIN, Files.readString(target.resolve("src/main.c")));
    assertEquals("rw-r--r--", permissions("src/main.c"));
    assertEquals("rwxr-xr-x", permissions("run.sh"));
    assertEquals(List.of(), notices);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "gz", "bzip2", "xz"})
  @DisplayName("a tar file is unpacked, compressed or not, whatever it is called")
  void tar(String compression) throws Exception {
    unpack("prog.tar", compressed(compression, tar(tarFile("./d/main.c", MAIN), tarFile("e.c", ""))));
    assertEquals(List.of("d/main.c", "e.c"), unpacked());
    assertEquals(MAIN, Files.readString(target.resolve("d/main.c")));
  }

  @Test
  @DisplayName("a 7z file is unpacked")
  void sevenZ() throws IOException {
    Path file = top.resolve("prog.7z");
    try (SevenZOutputFile out = new SevenZOutputFile(file.toFile())) {
      var entry = out.createArchiveEntry(top, "d/main.c");
      entry.setDirectory(false);
      out.putArchiveEntry(entry);
      out.write(MAIN.getBytes(UTF_8));
      out.closeArchiveEntry();
    }
    Unpacking.unpack(file, target, notices);
    assertEquals(MAIN, Files.readString(target.resolve("d/main.c")));
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "../evil", "a/../../evil", "..", "/tmp/evil", "//evil", "..\\evil", "a\\..\\..\\evil", "\\evil",
    "C:\\evil", "c:evil", "a/..", "d/../main.c"
  })
  @DisplayName("a name that leads out is refused, and nothing is written outside")
  void traversal(String name) throws IOException {
    for (byte[] archive : List.of(zip(file(name, "x", 0644)), tar(tarFile(name, "x")))) {
      String refusal = refusal("x.zip", archive);
      // the library itself may turn backslashes round
      assertEquals(
          "The archive x.zip holds " + name.replace('\\', '/') + ", a name that leads out of it",
          refusal.replace('\\', '/'));
    }
    assertEquals(List.of(), unpacked());
    try (Stream<Path> all = Files.walk(top)) {
      assertEquals(
          List.of("", "a", "a/b", "a/b/target", "x.zip"),
          all.map(path -> top.relativize(path).toString()).sorted().toList());
    }
  }

  @Test
  @DisplayName("names that no file can have are refused, and shown printable")
  void impossibleNames() throws IOException {
    String longName = "n".repeat(256);
    String deep = "d/".repeat(1100) + "f";
    String deepInBytes = "源/".repeat(600) + "f";
    for (String name : List.of("a\0b", longName, deep, deepInBytes)) {
      String refusal = refusal("x.zip", zip(file(name, "x", 0644)));
      assertTrue(refusal.endsWith(", a name that no file can have"), refusal);
      assertTrue(refusal.length() < 160);
    }
    String refusal = refusal("x.zip", zip(file("../\33[2J", "x", 0644)));
    assertTrue(refusal.contains("../\\x1b[2J"), refusal);
  }

  @Test
  @DisplayName("backslashes separate directories, as Windows writes them")
  void backslashes() throws IOException {
    unpack("x.zip", zip(file("src\\main.c", MAIN, 0644)));
    assertEquals(List.of("src/main.c"), unpacked());
  }

  @Test
  @DisplayName("links, devices and pipes stay behind with a notice")
  void links() throws IOException {
    TarArchiveEntry symbolic = new TarArchiveEntry("passwd.h", TarConstants.LF_SYMLINK);
    symbolic.setLinkName("/etc/passwd");
    TarArchiveEntry hard = new TarArchiveEntry("shadow.h", TarConstants.LF_LINK);
    hard.setLinkName("/etc/shadow");
    TarArchiveEntry device = new TarArchiveEntry("zero.h", TarConstants.LF_CHR);
    TarArchiveEntry pipe = new TarArchiveEntry("pipe.h", TarConstants.LF_FIFO);
    unpack(
        "x.tar",
        tar(bare(symbolic), bare(hard), bare(device), bare(pipe), tarFile("main.c", MAIN)));
    unpack("x.zip", zip(file("lib", "/usr/lib", 0120777)));
    assertEquals(List.of("main.c"), unpacked());
    assertEquals(
        List.of(
            "The link passwd.h stays behind.",
            "The link shadow.h stays behind.",
            "The device or pipe zero.h stays behind.",
            "The device or pipe pipe.h stays behind.",
            "The link lib stays behind."),
        notices);
  }

  @Test
  @DisplayName("a file below a link of the same archive is below a directory of its own")
  void throughLink() throws IOException {
    TarArchiveEntry link = new TarArchiveEntry("out", TarConstants.LF_SYMLINK);
    link.setLinkName("../..");
    unpack("x.tar", tar(bare(link), tarFile("out/evil", "x")));
    assertEquals(List.of("out/evil"), unpacked());
    assertTrue(Files.notExists(top.resolve("a/evil")));
  }

  @Test
  @DisplayName("of two files with one name the last counts; a file is no directory")
  void duplicates() throws IOException {
    unpack("x.tar", tar(tarFile("main.c", "old"), tarFile("./main.c", "new")));
    assertEquals("new", Files.readString(target.resolve("main.c")));
    assertEquals(List.of("The archive holds ./main.c more than once; the last one counts."), notices);
    assertEquals(
        "The archive x.tar holds a/b both as a file and as a directory",
        refusal("x.tar", tar(tarFile("a", ""), tarFile("a/b", ""))));
    assertEquals(
        "The archive x.tar holds c both as a file and as a directory",
        refusal("x.tar", tar(tarFile("c/d", ""), tarFile("c", ""))));
  }

  @Test
  @DisplayName("names that differ only in case are two files")
  void caseCollision() throws IOException {
    unpack("x.zip", zip(file("Main.c", "1", 0644), file("main.c", "2", 0644)));
    assertEquals(List.of("Main.c", "main.c"), unpacked());
  }

  @ParameterizedTest
  @CsvSource({"UTF-8, sorgente-è.c", "IBM437, sorgente-è.c", "UTF-8, 源.c"})
  @DisplayName("names are read in the charset that they were written in")
  void charsets(String charset, String name) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var out = new ZipOutputStream(bytes, Charset.forName(charset))) {
      out.putNextEntry(new ZipEntry(name));
    }
    byte[] archive = bytes.toByteArray();
    clearUtf8Flag(archive);
    unpack("x.zip", archive);
    boolean unicode = "UTF-8".equals(System.getProperty("sun.jnu.encoding"));
    assertEquals(List.of(unicode ? name : name.replaceAll("[^\\x20-\\x7e]", "_")), unpacked());
  }

  @Test
  @DisplayName("a bomb ends before it fills the disk")
  void bomb() throws Exception {
    byte[] bomb = compressed("gz", zeros(100 << 20));
    assertEquals("The archive x.tgz grows more than 100 times when unpacked, at zeros",
        refusal("x.tgz", bomb));
    assertTrue(Files.size(target.resolve("zeros")) <= 65 << 20);
  }

  @Test
  @DisplayName("the size that an archive claims for a file is not believed, nor written")
  void tooLarge() throws IOException {
    Unpacker unpacker = new Unpacker(target, 1L << 40);
    Item item = new Item("huge", Item.Kind.LINK, 0644, null, -1);
    Refused refused = assertThrows(Refused.class, () -> unpacker.take(item, new Endless()));
    assertEquals("is larger than 512 MiB when unpacked, at huge", refused.getMessage());
  }

  @Test
  @DisplayName("more entries than any submission has are refused")
  void tooMany() throws IOException {
    assertEquals("The archive x.zip has more than 10000 files, at l10000",
        refusal("x.zip", zip(links(10_001))));
  }

  @Test
  @DisplayName("directories that no entry names count, too, before they are made")
  void tooManyDirectories() throws IOException {
    ZipItem[] items = links(9_991);
    items[9_990] = file("d/".repeat(10) + "f", "", 0644);
    assertEquals("The archive x.zip has more than 10000 files, at " + "d/".repeat(10) + "f",
        refusal("x.zip", zip(items)));
    assertTrue(Files.notExists(target.resolve("d")));
  }

  @Test
  @DisplayName("a tar header that never ends is not kept in memory")
  void endlessHeader() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes)) {
      TarArchiveEntry name = new TarArchiveEntry("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME);
      name.setSize(8 << 20);
      out.putArchiveEntry(name);
      out.write(new byte[8 << 20]);
      out.closeArchiveEntry();
    }
    assertEquals("The archive x.tar has a header that is longer than any name",
        refusal("x.tar", bytes.toByteArray()));
  }

  @Test
  @DisplayName("a zip file whose directory would not fit in memory is refused")
  void hugeDirectory() throws IOException {
    byte[] archive = zip(file("main.c", MAIN, 0644));
    byte[] padded = new byte[archive.length + (5 << 20)];
    int end = archive.length - 22;
    System.arraycopy(archive, 0, padded, 0, end);
    System.arraycopy(archive, end, padded, padded.length - 22, 22);
    assertEquals("The archive x.zip has more entries than a submission", refusal("x.zip", padded));
  }

  @Test
  @DisplayName("nor may the directory that a zip64 file adds be so large")
  void hugeDirectory64() throws IOException {
    byte[] archive = zip(file("main.c", MAIN, 0644));
    int end = archive.length - 22;
    ByteBuffer zip64 = ByteBuffer.allocate(archive.length + 56 + 20).order(ByteOrder.LITTLE_ENDIAN);
    zip64.put(archive, 0, end).putInt(0x06064b50).putLong(44).position(end + 40);
    zip64.putLong(5 << 20).putLong(centralDirectory(archive));
    zip64.putInt(0x07064b50).putInt(0).putLong(end).putInt(1);
    zip64.put(archive, end, 22);
    assertEquals("The archive x.zip has more entries than a submission", refusal("x.zip", zip64.array()));
  }

  @Test
  @DisplayName("an encrypted, damaged or truncated archive is refused with one sentence")
  void damaged() throws Exception {
    byte[] zip = zip(file("main.c", MAIN.repeat(100), 0644));
    byte[] encrypted = zip.clone();
    encrypted[6] |= 1;
    encrypted[centralDirectory(zip) + 8] |= 1;
    assertRefused("The archive x.zip is encrypted", encrypted);

    byte[] flipped = zip.clone();
    flipped[30 + "main.c".length() + 12] ^= 0x55;
    assertRefused("The archive x.zip is damaged, at main.c", flipped);

    byte[] wrongCrc = zip(file("main.c", "a", 0644));
    int at = centralDirectory(wrongCrc) + 16;
    wrongCrc[at] ^= 1;
    assertRefused("The archive x.zip is damaged, at main.c", wrongCrc);

    assertRefused("The archive x.zip is damaged", Arrays.copyOf(zip, zip.length / 2));

    byte[] wrongSum = tar(tarFile("main.c", MAIN));
    wrongSum[0] ^= 1;
    assertRefused("The archive x.zip is damaged", wrongSum);

    byte[] tgz = compressed("gz", tar(tarFile("main.c", MAIN)));
    assertRefused("The archive x.zip is damaged, at main.c", Arrays.copyOf(tgz, tgz.length - 10));

    assertRefused("The archive x.zip is damaged", compressed("gz", MAIN.repeat(100).getBytes(UTF_8)));
    assertRefused("The archive x.zip holds no files", compressed("gz", MAIN.getBytes(UTF_8)));
    assertRefused("The archive x.zip holds no files", zip(new ZipItem[0]));

    String unknown = "The archive x.zip is of a kind that cannot be unpacked; hand in a .zip or .tar.gz";
    assertRefused(unknown, "Rar!\32\7\0".getBytes(UTF_8));
    assertRefused(unknown, MAIN.getBytes(UTF_8));
    assertRefused(unknown, new byte[0]);
  }

  @ParameterizedTest
  @CsvSource({
    "prog.zip, true", "PROG.ZIP, true", "prog.tar.gz, true", "prog.tgz, true", "prog.tar.bz2, true",
    "prog.tar.xz, true", "prog.7z, true", "prog.rar, true", "prog.c, false", "report.docx, false",
    "notes.txt, false", ".zip, false"
  })
  @DisplayName("archives are told by name among the files of a class")
  void named(String name, boolean archive) {
    assertEquals(archive, Format.isNamed(name));
  }

  private void assertRefused(String message, byte[] archive) throws IOException {
    Path fresh = Files.createTempDirectory(top, "fresh");
    assertEquals(message, refusal("x.zip", archive, fresh));
  }

  private String refusal(String name, byte[] archive) {
    return refusal(name, archive, target);
  }

  private String refusal(String name, byte[] archive, Path into) {
    Refused refused = assertThrows(Refused.class, () -> unpack(name, archive, into));
    return String.valueOf(refused.getMessage());
  }

  private void unpack(String name, byte[] archive) throws IOException {
    unpack(name, archive, target);
  }

  private void unpack(String name, byte[] archive, Path into) throws IOException {
    Unpacking.unpack(Files.write(top.resolve(name), archive), into, notices);
  }

  private List<String> unpacked() throws IOException {
    try (Stream<Path> all = Files.walk(target)) {
      return all.filter(path -> !Files.isDirectory(path))
          .map(path -> target.relativize(path).toString())
          .sorted()
          .toList();
    }
  }

  private String permissions(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(target.resolve(name)));
  }

  private record ZipItem(String name, String content, int mode) {}

  private static ZipItem file(String name, String content, int mode) {
    return new ZipItem(name, content, mode < 01000 ? 0100000 | mode : mode);
  }

  /** Entries that cost no files. */
  private static ZipItem[] links(int count) {
    ZipItem[] links = new ZipItem[count];
    Arrays.setAll(links, i -> file("l" + i, "/etc/passwd", 0120777));
    return links;
  }

  private static byte[] zip(ZipItem... items) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(bytes)) {
      for (ZipItem item : items) {
        ZipArchiveEntry entry = new ZipArchiveEntry(item.name);
        entry.setUnixMode(item.mode);
        byte[] content = item.content.getBytes(UTF_8);
        entry.setSize(content.length);
        entry.setCrc(crc(content));
        out.putArchiveEntry(entry);
        out.write(content);
        out.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static long crc(byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(content);
    return crc.getValue();
  }

  private record TarItem(TarArchiveEntry entry, String content) {}

  private static TarItem tarFile(String name, String content) {
    boolean asItIs = true;
    return new TarItem(new TarArchiveEntry(name, asItIs), content);
  }

  private static TarItem bare(TarArchiveEntry entry) {
    return new TarItem(entry, "");
  }

  private static byte[] tar(TarItem... items) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes, "UTF-8")) {
      for (TarItem item : items) {
        byte[] content = item.content.getBytes(UTF_8);
        item.entry.setSize(content.length);
        out.putArchiveEntry(item.entry);
        out.write(content);
        out.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] zeros(int length) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes)) {
      TarArchiveEntry entry = new TarArchiveEntry("zeros");
      entry.setSize(length);
      out.putArchiveEntry(entry);
      out.write(new byte[length]);
      out.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }

  private static byte[] compressed(String method, byte[] bytes) throws Exception {
    if (method.isEmpty()) {
      return bytes;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream stream = new CompressorStreamFactory().createCompressorOutputStream(method, out)) {
      stream.write(bytes);
    }
    return out.toByteArray();
  }

  private static int centralDirectory(byte[] zip) {
    for (int at = zip.length - 4; at >= 0; at--) {
      if (zip[at] == 'P' && zip[at + 1] == 'K' && zip[at + 2] == 1 && zip[at + 3] == 2) {
        return at;
      }
    }
    throw new IllegalArgumentException("no zip file");
  }

  private static void clearUtf8Flag(byte[] zip) {
    zip[7] &= ~8;
    zip[centralDirectory(zip) + 9] &= ~8;
  }

  /** Zeros without end. */
  private static final class Endless extends InputStream {
    @Override
    public int read() {
      return 0;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      return length;
    }
  }
}
