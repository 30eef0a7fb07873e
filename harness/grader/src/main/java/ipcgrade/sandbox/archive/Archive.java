package ipcgrade.sandbox.archive;

import ipcgrade.sandbox.archive.Item.Kind;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Collections;
import org.apache.commons.compress.PasswordRequiredException;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** Reads archives, with as little memory for one that lies about itself as for another. */
final class Archive {
  /** What a decompressor may use, KiB: twice what xz -9 asks for. */
  private static final int MEMORY_KIB = 128 << 10;

  /** What the headers before one entry of a tar file may hold, its long names among them. */
  private static final long HEADERS = 1 << 20;

  /** What the directory at the end of a zip file may hold. */
  private static final long DIRECTORY = 4 << 20;

  private static final int END = 22;
  private static final int LONGEST_COMMENT = 0xffff;
  private static final int END_SIGNATURE = 0x06054b50;

  /** Of the directory of a zip64 file, and what tells where that is. */
  private static final int END_64 = 56;

  private static final int LOCATOR = 20;
  private static final int LOCATOR_SIGNATURE = 0x07064b50;
  private static final int MODE_IN_ATTRIBUTES = 0x8000;

  /** Likewise of a class. */
  private static final long CLASS_DIRECTORY = 512 << 20;

  private final Path file;
  private final long largest;

  Archive(Path file) {
    this(file, DIRECTORY);
  }

  private Archive(Path file, long largest) {
    this.file = file;
    this.largest = largest;
  }

  /** One that holds what a whole class handed in. */
  static Archive ofClass(Path file) {
    return new Archive(file, CLASS_DIRECTORY);
  }

  /**
   * Gives all entries to {@code taker}.
   *
   * @throws Refused if it is encrypted, or no archive
   * @throws IOException if it is damaged, or {@code taker} fails
   */
  void read(Item.Taker taker) throws IOException {
    switch (Format.of(file)) {
      case ZIP -> zip(taker);
      case SEVEN_Z -> sevenZ(taker);
      case TAR -> tar(taker, Format.TAR);
      case TAR_GZ -> tar(taker, Format.TAR_GZ);
      case TAR_BZ2 -> tar(taker, Format.TAR_BZ2);
      case TAR_XZ -> tar(taker, Format.TAR_XZ);
      case UNKNOWN -> throw new Refused("is of a kind that cannot be unpacked; hand in a .zip or .tar.gz");
    }
  }

  private void zip(Item.Taker taker) throws IOException {
    checkDirectory();
    try (ZipFile zip = ZipFile.builder().setPath(file).setCharset(StandardCharsets.UTF_8).get()) {
      for (ZipArchiveEntry entry : Collections.list(zip.getEntriesInPhysicalOrder())) {
        if (entry.getGeneralPurposeBit().usesEncryption()) {
          throw new Refused("is encrypted");
        }
        int mode = entry.getUnixMode();
        Item item =
            new Item(
                name(entry),
                entry.isDirectory() ? Kind.DIRECTORY : Item.kind(mode, Kind.FILE),
                mode == 0 ? -1 : mode,
                entry.getLastModifiedTime() == null ? null : entry.getLastModifiedTime().toInstant(),
                entry.getCrc());
        try (InputStream content = zip.getInputStream(entry)) {
          taker.take(item, content);
        }
      }
    }
  }

  /** The name in the charset that it was written in: UTF-8, whether it says so or not, else that of DOS. */
  private static String name(ZipArchiveEntry entry) {
    byte[] raw = entry.getRawName();
    if (entry.getNameSource() != ZipArchiveEntry.NameSource.NAME || raw == null) {
      return entry.getName();
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
    } catch (CharacterCodingException _) {
      return new String(raw, Charset.forName("IBM437"));
    }
  }

  /** The library keeps the whole directory in memory, so it is measured first. */
  private void checkDirectory() throws IOException {
    try (var channel = Files.newByteChannel(file)) {
      long size = channel.size();
      int length = (int) Math.min(size, END + LONGEST_COMMENT);
      ByteBuffer tail = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
      channel.position(size - length);
      while (tail.hasRemaining() && channel.read(tail) >= 0) {
        // until all is there
      }
      for (int at = length - END; at >= 0; at--) {
        if (tail.getInt(at) == END_SIGNATURE) {
          long end = size - length + at;
          checkDirectory(end, tail.getInt(at + 12) & 0xffffffffL, tail.getInt(at + 16) & 0xffffffffL);
          if (at >= LOCATOR && tail.getInt(at - LOCATOR) == LOCATOR_SIGNATURE) {
            // the library then believes this one
            ByteBuffer record = ByteBuffer.allocate(END_64).order(ByteOrder.LITTLE_ENDIAN);
            channel.position(Math.max(0, tail.getLong(at - LOCATOR + 8)));
            while (record.hasRemaining() && channel.read(record) >= 0) {
              // until all is there
            }
            checkDirectory(end, record.getLong(40), record.getLong(48));
          }
          return;
        }
      }
    }
  }

  /** {@code end} is where it ends; its size and start are what the archive says. */
  private void checkDirectory(long end, long size, long start) throws Refused {
    if (size < 0 || size > largest || start < 0 || end - start > largest + LONGEST_COMMENT) {
      throw new Refused("has more entries than a submission");
    }
  }

  private void sevenZ(Item.Taker taker) throws IOException {
    try (SevenZFile archive =
        SevenZFile.builder().setPath(file).setMaxMemoryLimitKiB(MEMORY_KIB).get()) {
      for (SevenZArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
        int attributes = entry.getHasWindowsAttributes() ? entry.getWindowsAttributes() : 0;
        int mode = (attributes & MODE_IN_ATTRIBUTES) != 0 ? attributes >>> 16 : -1;
        Kind kind = entry.isDirectory() ? Kind.DIRECTORY : Kind.FILE;
        Item item =
            new Item(
                String.valueOf(entry.getName()),
                mode < 0 ? kind : Item.kind(mode, kind),
                mode,
                entry.getHasLastModifiedDate() ? entry.getLastModifiedTime().toInstant() : null,
                -1);
        taker.take(item, new Current(archive));
      }
    } catch (PasswordRequiredException _) {
      throw new Refused("is encrypted");
    }
  }

  private void tar(Item.Taker taker, Format format) throws IOException {
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
        Rationed rationed = new Rationed(decompressed(raw, format));
        TarArchiveInputStream tar = new TarArchiveInputStream(rationed, "UTF-8")) {
      rationed.left = HEADERS;
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (!entry.isCheckSumOK()) {
          throw new IOException("a header's checksum is wrong");
        }
        FileTime modified = entry.getLastModifiedTime();
        Item item =
            new Item(
                entry.getName(),
                kind(entry),
                entry.getMode() & 07777,
                modified == null ? null : modified.toInstant(),
                -1);
        rationed.left = Long.MAX_VALUE;
        taker.take(item, tar);
        rationed.left = HEADERS;
      }
    }
  }

  private static Kind kind(TarArchiveEntry entry) {
    if (entry.isDirectory()) {
      return Kind.DIRECTORY;
    } else if (entry.isSymbolicLink() || entry.isLink()) {
      return Kind.LINK;
    }
    // isFile() is true of those, too
    return entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO() ? Kind.SPECIAL : Kind.FILE;
  }

  private static InputStream decompressed(InputStream in, Format format) throws IOException {
    return switch (format) {
      case TAR_GZ ->
          GzipCompressorInputStream.builder().setInputStream(in).setDecompressConcatenated(true).get();
      case TAR_BZ2 -> new BZip2CompressorInputStream(in, true);
      case TAR_XZ ->
          XZCompressorInputStream.builder()
              .setInputStream(in)
              .setDecompressConcatenated(true)
              .setMemoryLimitKiB(MEMORY_KIB)
              .get();
      case ZIP, SEVEN_Z, TAR, UNKNOWN -> in;
    };
  }

  /** The entry at which a 7z file stands: asked for by its name, all before it would be decompressed again. */
  private static final class Current extends InputStream {
    private final SevenZFile archive;

    Current(SevenZFile archive) {
      this.archive = archive;
    }

    @Override
    public int read() throws IOException {
      return archive.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      return archive.read(into, offset, length);
    }
  }

  /** A stream that ends in an error after so many bytes: the library keeps headers in memory. */
  private static final class Rationed extends FilterInputStream {
    long left = Long.MAX_VALUE;

    Rationed(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = super.read(into, offset, length);
      left -= Math.max(0, count);
      if (left < 0) {
        throw new Refused("has a header that is longer than any name");
      }
      return count;
    }

    @Override
    public long skip(long count) throws IOException {
      int some = (int) Math.min(count, 8192);
      return Math.max(0, read(new byte[some], 0, some));
    }
  }
}
