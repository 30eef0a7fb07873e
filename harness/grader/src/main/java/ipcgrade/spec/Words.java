package ipcgrade.spec;

import java.util.Set;

/** The words that claims know already, which a spec's own names must not hide. */
public final class Words {
  /** What claims know besides the roles, channels and messages of a spec; {@code runs} only what was seen. */
  public static final Set<String> VARIABLES =
      Set.of("everyone", "queues", "finished", "program", "fault", "runs");

  /** What every message has besides the fields of its kind. */
  public static final Set<String> OF_MESSAGE =
      Set.of("sender", "receiver", "received", "on", "mtype", "sent", "receipt", "size");

  /** What every process has besides its channels. */
  public static final Set<String> OF_PROCESS =
      Set.of(
          "present", "clean", "pid", "parent", "status", "signal", "started", "ended", "calls", "sends",
          "receives", "waits", "sleeps", "execs", "executed", "thread", "shared", "extra");

  /** Words that the CEL grammar keeps, and the names of its types and macros. */
  static final Set<String> OF_CEL =
      Set.of(
          "true", "false", "null", "in", "as", "break", "const", "continue", "else", "for",
          "function", "if", "import", "let", "loop", "package", "namespace", "return", "var", "void",
          "while", "int", "uint", "double", "bool", "string", "bytes", "list", "map", "type", "dyn",
          "null_type", "has", "size", "duration", "timestamp", "matches");

  private Words() {}
}
