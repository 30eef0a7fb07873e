package ipcgrade.report.rubric;

import java.util.List;

/** A piece of a rubric, before it is laid out for a screen or a web page. */
sealed interface Block {
  /** What the assignment is called, and how many points it is worth. */
  record Title(String text, String points) implements Block {}

  /**
   * What the blocks after it are about.
   *
   * @param level 1, or 2 for a part of what the last heading of level 1 is about
   */
  record Heading(int level, String text) implements Block {}

  /** A sentence or several. */
  record Paragraph(String text) implements Block {}

  /**
   * What is asked.
   *
   * @param quote of the assignment
   * @param notes how it is judged, a sentence each
   */
  record Rule(String id, String title, String points, String quote, List<String> notes)
      implements Block {
    public Rule {
      notes = List.copyOf(notes);
    }
  }

  /** A word of the assignment, and what it means. */
  record Term(String word, String meaning) implements Block {}
}
