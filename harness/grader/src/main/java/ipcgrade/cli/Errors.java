package ipcgrade.cli;

import ipcgrade.report.screen.Line;
import ipcgrade.report.screen.Screen;
import ipcgrade.report.screen.Style;
import ipcgrade.sandbox.SandboxException;
import ipcgrade.spec.SpecException;
import ipcgrade.wording.Words;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Says what went wrong in one sentence on standard error, and chooses the exit code. */
final class Errors implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private final Surroundings surroundings;
  private final Words words;

  Errors(Surroundings surroundings, Words words) {
    this.surroundings = surroundings;
    this.words = words;
  }

  @Override
  public int handleParseException(ParameterException e, String[] arguments) {
    say(String.valueOf(e.getMessage()));
    say(words.get("error.try", e.getCommandLine().getCommandSpec().qualifiedName() + " --help"));
    return ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    if (command.getParseResult().hasMatchedOption("--verbose")) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      trace.toString().lines().forEach(this::print);
    }
    return switch (e) {
      case UsageException usage -> say(usage, ExitCode.USAGE);
      case SpecException spec -> say(spec, ExitCode.USAGE);
      case NoSuchFileException missing -> {
        say(words.get("error.no-file", missing.getFile()));
        yield ExitCode.USAGE;
      }
      case SandboxException sandbox -> say(sandbox, ExitCode.INFRASTRUCTURE);
      case IOException file -> {
        say(file.getClass().getSimpleName() + ": " + file.getMessage());
        yield ExitCode.INFRASTRUCTURE;
      }
      default -> {
        say(words.get("error.unexpected", e));
        yield ExitCode.INFRASTRUCTURE;
      }
    };
  }

  /** Says that the virtual machine failed. */
  int handleError(Error e) {
    say(words.get("error.unexpected", e));
    return ExitCode.INFRASTRUCTURE;
  }

  private int say(Exception e, int code) {
    String.valueOf(e.getMessage()).lines().forEach(this::say);
    return code;
  }

  private void say(String sentence) {
    print("ipcgrade: " + sentence);
  }

  private void print(String line) {
    Screen screen = new Screen(surroundings.err(), surroundings.charset(), surroundings.columns(), false);
    screen.print(new Line().add(Style.PLAIN, line));
    screen.flush();
  }
}
