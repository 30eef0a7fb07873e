package ipcgrade.grade;

import static java.nio.charset.StandardCharsets.UTF_8;

import ipcgrade.spec.SpecException;
import ipcgrade.spec.YamlDocument;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZOutputFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import tools.jackson.databind.JsonNode;

/**
 * An archive as no archiver would make it, from its description in archive.yml: its {@code name}, which tells
 * the format, and its {@code entries}, each with a name and one of {@code text}, {@code copy} of a file,
 * {@code zeros}, so many bytes, {@code archive}, another one, {@code symlink}, {@code hardlink}, {@code device}
 * or {@code fifo}. {@code times} repeats an entry under numbered names; {@code encrypted} is what it says.
 */
final class PlantedArchive {
  private static final int BLOCK = 1 << 16;
  private static final int ZIP_SYMLINK = 0120777;
  private static final int ZIP_FILE = 0100644;

  private static final List<Kind> KINDS =
      List.of(
          new Kind("symlink", TarConstants.LF_SYMLINK),
          new Kind("hardlink", TarConstants.LF_LINK),
          new Kind("device", TarConstants.LF_CHR),
          new Kind("fifo", TarConstants.LF_FIFO));

  private final Path directory;

  private PlantedArchive(Path directory) {
    this.directory = directory;
  }

  /** Makes the archive beside its description. */
  static void make(Path description) throws IOException, SpecException {
    Path directory = description.resolveSibling("");
    new PlantedArchive(directory).make(YamlDocument.read(description).json(), directory);
  }

  private Path make(JsonNode archive, Path into) throws IOException {
    Path file = into.resolve(archive.path("name").stringValue());
    boolean encrypted = archive.has("encrypted");
    String name = file.toString();
    if (name.endsWith(".zip")) {
      try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(file)) {
        each(archive, entry -> zip(entry, out));
      }
      if (encrypted) {
        markEncrypted(file);
      }
    } else if (name.endsWith(".7z")) {
      char[] password = encrypted ? "password".toCharArray() : null;
      try (SevenZOutputFile out = new SevenZOutputFile(file.toFile(), password)) {
        each(archive, entry -> sevenZ(entry, out));
      }
    } else {
      try (OutputStream bytes = Files.newOutputStream(file);
          OutputStream all = name.endsWith("gz") ? new GZIPOutputStream(bytes) : bytes;
          TarArchiveOutputStream out = new TarArchiveOutputStream(all, "UTF-8")) {
        out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        each(archive, entry -> tar(entry, out));
      }
    }
    return file;
  }

  /** An entry with what is in it. */
  private record Entry(String name, JsonNode json, Path content, long zeros) {
    long size() throws IOException {
      return zeros + Files.size(content);
    }

    void write(OutputStream out) throws IOException {
      Files.copy(content, out);
      byte[] block = new byte[BLOCK];
      for (long left = zeros; left > 0; left -= BLOCK) {
        out.write(block, 0, (int) Math.min(left, BLOCK));
      }
    }

    String link(String kind) {
      return json.path(kind).asString("");
    }
  }

  @FunctionalInterface
  private interface Writing {
    void write(Entry entry) throws IOException;
  }

  private void each(JsonNode archive, Writing writing) throws IOException {
    Path work = Files.createTempDirectory("archive");
    for (JsonNode json : archive.path("entries")) {
      Path content = content(json, work);
      int times = json.path("times").asInt(1);
      for (int i = 0; i < times; i++) {
        String name = json.path("name").stringValue() + (times > 1 ? i : "");
        writing.write(new Entry(name, json, content, json.path("zeros").asLong(0)));
      }
      Files.delete(content);
    }
    Files.delete(work);
  }

  private Path content(JsonNode json, Path work) throws IOException {
    if (json.has("archive")) {
      return make(json.path("archive"), work);
    }
    Path file = work.resolve("content");
    return json.has("copy")
        ? Files.copy(directory.resolve(json.path("copy").stringValue()), file)
        : Files.writeString(file, json.path("text").asString(""));
  }

  private static void zip(Entry entry, ZipArchiveOutputStream out) throws IOException {
    String link = entry.link("symlink");
    ZipArchiveEntry header = new ZipArchiveEntry(entry.name());
    header.setUnixMode(link.isEmpty() ? ZIP_FILE : ZIP_SYMLINK);
    out.putArchiveEntry(header);
    out.write(link.getBytes(UTF_8));
    entry.write(out);
    out.closeArchiveEntry();
  }

  private static void sevenZ(Entry entry, SevenZOutputFile out) throws IOException {
    SevenZArchiveEntry header = new SevenZArchiveEntry();
    header.setName(entry.name());
    out.putArchiveEntry(header);
    try (InputStream content = Files.newInputStream(entry.content())) {
      out.write(content);
    }
    out.closeArchiveEntry();
  }

  /** What an entry can be but a file, by its key in archive.yml and its type in tar(5). */
  private record Kind(String key, byte flag) {}

  private static void tar(Entry entry, TarArchiveOutputStream out) throws IOException {
    byte kind = TarConstants.LF_NORMAL;
    String link = "";
    for (Kind each : KINDS) {
      if (entry.json().has(each.key())) {
        kind = each.flag();
        link = entry.link(each.key());
      }
    }
    boolean asItIs = true;
    TarArchiveEntry header = new TarArchiveEntry(entry.name(), kind, asItIs);
    header.setLinkName(link);
    header.setSize(kind == TarConstants.LF_NORMAL ? entry.size() : 0);
    out.putArchiveEntry(header);
    if (kind == TarConstants.LF_NORMAL) {
      entry.write(out);
    }
    out.closeArchiveEntry();
  }

  /** Sets the flag of each header, local and in the directory; no content that is told apart by it follows. */
  private static void markEncrypted(Path zip) throws IOException {
    byte[] bytes = Files.readAllBytes(zip);
    for (int at = 0; at + 10 < bytes.length; at++) {
      if (bytes[at] == 'P' && bytes[at + 1] == 'K') {
        if (bytes[at + 2] == 3 && bytes[at + 3] == 4) {
          bytes[at + 6] |= 1;
        } else if (bytes[at + 2] == 1 && bytes[at + 3] == 2) {
          bytes[at + 8] |= 1;
        }
      }
    }
    Files.write(zip, bytes);
  }
}
