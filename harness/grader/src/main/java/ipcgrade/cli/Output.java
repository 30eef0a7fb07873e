package ipcgrade.cli;

import ipcgrade.report.screen.Screen;
import ipcgrade.wording.Words;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every command has for what it prints. */
final class Output {
  private final Surroundings surroundings;

  @Option(names = "--lang", paramLabel = "en|it", descriptionKey = "lang")
  @Nullable
  Language language;

  @Option(names = "--color", paramLabel = "auto|always|never", descriptionKey = "color")
  Colour colour = Colour.auto;

  @Option(names = {"-v", "--verbose"}, descriptionKey = "verbose")
  boolean verbose;

  Output(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  // the constants are what the user types
  enum Language {
    en,
    it
  }

  enum Colour {
    auto,
    always,
    never
  }

  Words words() {
    Language asked = language;
    return Words.in(asked == null ? Words.languageOf(surroundings.environment()) : asked.name());
  }

  /** Standard output. */
  Screen screen() {
    boolean coloured =
        switch (colour) {
          case auto -> surroundings.colourful();
          case always -> true;
          case never -> false;
        };
    return new Screen(surroundings.out(), surroundings.charset(), surroundings.columns(), coloured);
  }

  /** Standard error, without colours. */
  Screen errors() {
    return new Screen(surroundings.err(), surroundings.charset(), surroundings.columns(), false);
  }

  Surroundings surroundings() {
    return surroundings;
  }
}
