package ipcgrade.report.format;

import java.util.Arrays;
import java.util.Optional;

/** The forms of report by the names that users give them. */
public enum Formats {
  JUNIT("junit"),
  SARIF("sarif"),
  GRADESCOPE("gradescope"),
  CLASSROOM50("classroom50"),
  AUTOGRADING("github-autograding"),
  SUMMARY("github-summary"),
  ANNOTATIONS("github-annotations"),
  CHECK50("check50"),
  MARKDOWN("markdown"),
  CSV("csv");

  private final String id;

  Formats(String id) {
    this.id = id;
  }

  /** The form of a name. */
  public static Optional<Formats> of(String id) {
    return Arrays.stream(values()).filter(each -> each.id.equals(id)).findFirst();
  }

  /** What writes it. */
  public Format format() {
    return switch (this) {
      case JUNIT -> new JUnit();
      case SARIF -> new Sarif();
      case GRADESCOPE -> new Gradescope();
      case CLASSROOM50 -> new Classroom50();
      case AUTOGRADING -> new Autograding();
      case SUMMARY -> new Markdown(Markdown.SUMMARY);
      case ANNOTATIONS -> new Annotations();
      case CHECK50 -> new Check50();
      case MARKDOWN -> new Markdown(Integer.MAX_VALUE);
      case CSV -> new Spreadsheet();
    };
  }

  @Override
  public String toString() {
    return id;
  }
}
