package ipcgrade.cli;

import ipcgrade.wording.Words;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.util.ResourceBundle;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;

/** Where ipcgrade starts. */
public final class Main {
  private Main() {}

  /** Runs a command and exits with its exit code. */
  public static void main(String[] arguments) {
    System.exit(run(Surroundings.ofProcess(), arguments));
  }

  /** Runs a command; returns its exit code. */
  static int run(Surroundings surroundings, String... arguments) {
    Words words = Words.in(languageOf(surroundings, arguments));
    Errors errors = new Errors(surroundings, words);
    CommandLine command =
        commandLine(surroundings, words)
            .setExecutionExceptionHandler(errors)
            .setParameterExceptionHandler(errors);
    try {
      return command.execute(arguments);
    } catch (LinkageError | StackOverflowError | OutOfMemoryError e) {
      // picocli lets them through, and the virtual machine would exit with 1: below the pass mark
      return errors.handleError(e);
    }
  }

  static CommandLine commandLine(Surroundings surroundings, Words words) {
    CommandLine root =
        new CommandLine(new RootCommand())
            .addSubcommand(new DemoCommand(surroundings))
            .addSubcommand(new CheckCommand(surroundings))
            .addSubcommand(new GradeCommand(surroundings))
            .addSubcommand(new ReportCommand(surroundings))
            .addSubcommand(new ReplayCommand(surroundings))
            .addSubcommand(new ExploreCommand(surroundings))
            .addSubcommand(new TraceCommand(surroundings))
            .addSubcommand(
                new CommandLine(new SpecCommand())
                    .addSubcommand(new SpecCheckCommand(surroundings))
                    .addSubcommand(new SpecExplainCommand(surroundings))
                    .addSubcommand(new SpecTestCommand(surroundings))
                    .addSubcommand(new SpecSchemaCommand(surroundings)))
            .addSubcommand(
                new CommandLine(new ImageCommand()).addSubcommand(new ImageBuildCommand(surroundings)))
            .addSubcommand(new DoctorCommand(surroundings));
    addHelp(root.getCommandSpec());
    return root.setResourceBundle(ResourceBundle.getBundle("ipcgrade.cli.help", words.locale()))
        .setColorScheme(
            Help.defaultColorScheme(surroundings.colourful() ? Help.Ansi.ON : Help.Ansi.OFF))
        .setUsageHelpWidth(Math.clamp(surroundings.columns(), 80, 110))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(writer(surroundings.out(), surroundings))
        .setErr(writer(surroundings.err(), surroundings));
  }

  private static void addHelp(CommandSpec command) {
    command.mixinStandardHelpOptions(true).versionProvider(new Version());
    command.subcommands().values().forEach(each -> addHelp(each.getCommandSpec()));
  }

  private static PrintWriter writer(OutputStream stream, Surroundings surroundings) {
    return new PrintWriter(new OutputStreamWriter(stream, surroundings.charset()), true);
  }

  /** What {@code --lang} asks for, since help and errors come before it is parsed; else the locale's. */
  private static String languageOf(Surroundings surroundings, String... arguments) {
    for (int at = 0; at < arguments.length && !arguments[at].equals("--"); at++) {
      if (arguments[at].startsWith("--lang=")) {
        return arguments[at].substring("--lang=".length());
      }
      if (arguments[at].equals("--lang") && at + 1 < arguments.length) {
        return arguments[at + 1];
      }
    }
    return Words.languageOf(surroundings.environment());
  }
}
