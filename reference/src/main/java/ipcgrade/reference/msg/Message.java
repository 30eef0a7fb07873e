package ipcgrade.reference.msg;

import java.util.Arrays;
import java.util.HexFormat;

/** A message: its type, above 0, and its bytes, of which there may be none. */
public final class Message {
  private final long mtype;
  private final byte[] mtext;

  /** A message of a copy of {@code mtext}. */
  public Message(long mtype, byte... mtext) {
    this.mtype = mtype;
    this.mtext = mtext.clone();
  }

  /** Its type. */
  public long mtype() {
    return mtype;
  }

  /** A copy of its bytes. */
  public byte[] mtext() {
    return mtext.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Message that && mtype == that.mtype && Arrays.equals(mtext, that.mtext);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(mtype) + 31 * Arrays.hashCode(mtext);
  }

  @Override
  public String toString() {
    return mtype + ":" + HexFormat.of().formatHex(mtext);
  }
}
