package ipcgrade.report.html;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;

/** Names of files, made of names that students may have chosen. */
final class Slug {
  private static final int MOST = 48;
  private static final int DIGEST_BYTES = 4;

  private Slug() {}

  /**
   * Small letters, digits and hyphens that tell one name from another on any file system and in any URL; the same
   * name has always the same.
   */
  static String of(String name) {
    String ascii = Normalizer.normalize(name, Normalizer.Form.NFKD).replaceAll("\\p{M}+", "");
    String slug =
        ascii.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    if (slug.equals(name) && !slug.isEmpty() && slug.length() <= MOST) {
      return slug;
    }
    String start = slug.substring(0, Math.min(slug.length(), MOST)).replaceAll("-$", "");
    return (start.isEmpty() ? "submission" : start) + "-" + digest(name);
  }

  private static String digest(String name) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
