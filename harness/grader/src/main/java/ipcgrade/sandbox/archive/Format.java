package ipcgrade.sandbox.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/** The formats of archives, told by how files begin: their names may be wrong. */
enum Format {
  ZIP,
  SEVEN_Z,
  TAR,
  TAR_GZ,
  TAR_BZ2,
  TAR_XZ,
  /** Another one, or none at all. */
  UNKNOWN;

  private static final Pattern NAME =
      Pattern.compile(".+\\.(zip|7z|rar|tar|tgz|tbz2?|txz|tar\\.(gz|bz2|xz|zst|z))",
          Pattern.CASE_INSENSITIVE);

  private static final int HEAD = 512;
  private static final int USTAR = 257;

  /** Whether a file's name is that of an archive. */
  static boolean isNamed(String name) {
    return NAME.matcher(name.toLowerCase(Locale.ROOT)).matches();
  }

  /** The format of a file; a link is not followed. */
  static Format of(Path file) throws IOException {
    String head;
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      head = new String(in.readNBytes(HEAD), StandardCharsets.ISO_8859_1);
    }
    if (head.startsWith("PK\3\4") || head.startsWith("PK\5\6")) {
      return ZIP;
    } else if (head.startsWith("7z\u00bc\u00af'\34")) {
      return SEVEN_Z;
    } else if (head.startsWith("\37\u008b")) {
      return TAR_GZ;
    } else if (head.startsWith("BZh")) {
      return TAR_BZ2;
    } else if (head.startsWith("\u00fd7zXZ\0")) {
      return TAR_XZ;
    }
    return head.startsWith("ustar", Math.min(USTAR, head.length())) ? TAR : UNKNOWN;
  }
}
