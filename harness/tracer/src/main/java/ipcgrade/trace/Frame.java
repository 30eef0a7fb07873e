package ipcgrade.trace;

/**
 * A place in the program's code.
 *
 * @param object the executable or library, a path as the program sees it
 * @param offset the return address as {@code addr2line -e object} takes it: for a position-independent
 *     object (ELF type ET_DYN) in bytes from where it was loaded, for any other (ET_EXEC) the address
 *     itself. It lies after the call; subtract 1 before looking up the line of the call.
 * @param function its name, or empty if unknown
 * @param file the source file as the compiler was given it, or empty if unknown
 * @param line from 1, or 0 if unknown
 */
public record Frame(String object, long offset, String function, String file, int line) {
  /** A frame of which only the address is known. */
  public static Frame unresolved(String object, long offset) {
    return new Frame(object, offset, "", "", 0);
  }

  /** Whether file and line are known. */
  public boolean resolved() {
    return line > 0;
  }

  @Override
  public String toString() {
    return resolved() ? file + ":" + line : object + "+0x" + Long.toHexString(offset);
  }
}
