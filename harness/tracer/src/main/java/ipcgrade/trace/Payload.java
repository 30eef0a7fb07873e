package ipcgrade.trace;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** Bytes that a program sent, received or wrote; compared by content, shown in hexadecimal. */
public final class Payload {
  /** No bytes. */
  public static final Payload EMPTY = new Payload(new byte[0]);

  private final byte[] bytes;

  private Payload(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A payload of a copy of {@code bytes}. */
  public static Payload of(byte... bytes) {
    return bytes.length == 0 ? EMPTY : new Payload(bytes.clone());
  }

  /**
   * The payload that {@link #toString} shows as {@code hex}.
   *
   * @throws IllegalArgumentException if it is not pairs of hexadecimal digits
   */
  public static Payload ofHex(String hex) {
    return of(HexFormat.of().parseHex(hex));
  }

  /** Its length in bytes. */
  public int size() {
    return bytes.length;
  }

  /** A copy of its bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Its bytes, not copied, from the first to the last; big-endian until told otherwise. */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Payload that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
