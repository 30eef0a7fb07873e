package ipcgrade.report.format;

import ipcgrade.report.telling.Feedback;
import ipcgrade.rule.Verdict;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Outcome;
import ipcgrade.store.ResultJson;
import ipcgrade.wording.Printable;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * JUnit XML, as Jenkins and GitLab read it (junit-10.xsd of the xUnit plugin): a test suite for each submission, a test
 * case for each rule. Whatever lost points is a failure; what is no judgement on the program is an error.
 */
public final class JUnit implements Format {
  private static final int MOST = 400;

  @Override
  public void write(Result result, Settings settings, Writer out) throws IOException {
    try {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeCharacters("\n");
      xml.writeStartElement("testsuites");
      attribute(xml, "name", result.title().in(settings.words().locale()));
      Feedback feedback = new Feedback(result, settings.words());
      for (Result.Submission submission : result.submissions()) {
        suite(xml, result, submission, feedback);
      }
      xml.writeEndElement();
      xml.writeCharacters("\n");
      xml.writeEndDocument();
      xml.flush();
    } catch (XMLStreamException e) {
      throw e.getNestedException() instanceof IOException cause ? cause : new IOException(e);
    }
  }

  private static void suite(
      XMLStreamWriter xml, Result result, Result.Submission submission, Feedback feedback)
      throws XMLStreamException {
    boolean hampered = submission.outcome() != Outcome.GRADED;
    xml.writeStartElement("testsuite");
    attribute(xml, "name", submission.name());
    long failures = submission.rules().stream().filter(JUnit::isFailure).count();
    long errors = submission.rules().stream().filter(JUnit::isError).count() + (hampered ? 1 : 0);
    attribute(xml, "tests", Integer.toString(submission.rules().size() + (hampered ? 1 : 0)));
    attribute(xml, "failures", Long.toString(failures));
    attribute(xml, "errors", Long.toString(errors));
    attribute(xml, "skipped", "0");
    xml.writeStartElement("properties");
    property(xml, "outcome", submission.outcome().name());
    property(xml, "score", ResultJson.points(submission.score()).toPlainString());
    property(xml, "maxScore", Integer.toString(submission.maxScore()));
    xml.writeEndElement();
    if (hampered) {
      testCase(xml, result, "build and run");
      List<String> lines = feedback.outcome(submission);
      verdict(xml, "error", submission.outcome().name(), lines.getFirst(), lines);
      xml.writeEndElement();
    }
    for (Result.Rule rule : submission.rules()) {
      testCase(xml, result, rule.id() + ": " + feedback.title(rule));
      if (isFailure(rule) || isError(rule)) {
        List<String> sentences = feedback.sentences(submission, rule);
        verdict(
            xml,
            isError(rule) ? "error" : "failure",
            rule.verdict().name(),
            sentences.isEmpty() ? feedback.title(rule) : sentences.getFirst(),
            feedback.details(submission, rule));
      }
      xml.writeEndElement();
    }
    if (!submission.advice().isEmpty()) {
      xml.writeStartElement("system-out");
      for (Result.Advice advice : submission.advice()) {
        xml.writeCharacters(feedback.advice(advice) + "\n");
      }
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private static boolean isFailure(Result.Rule rule) {
    return Feedback.lost(rule) && !isError(rule);
  }

  private static boolean isError(Result.Rule rule) {
    return rule.verdict() == Verdict.INCONCLUSIVE;
  }

  private static void testCase(XMLStreamWriter xml, Result result, String name) throws XMLStreamException {
    xml.writeStartElement("testcase");
    attribute(xml, "classname", result.assignment());
    attribute(xml, "name", name);
  }

  private static void verdict(
      XMLStreamWriter xml, String element, String type, String message, List<String> lines)
      throws XMLStreamException {
    xml.writeStartElement(element);
    attribute(xml, "type", type);
    attribute(xml, "message", message);
    xml.writeCharacters(String.join("\n", lines));
    xml.writeEndElement();
  }

  private static void property(XMLStreamWriter xml, String name, String value) throws XMLStreamException {
    xml.writeStartElement("property");
    attribute(xml, "name", name);
    attribute(xml, "value", value);
    xml.writeEndElement();
  }

  /** XML 1.0 cannot hold control characters at all: what is printable holds none. */
  private static void attribute(XMLStreamWriter xml, String name, String value) throws XMLStreamException {
    xml.writeAttribute(name, Printable.line(value, MOST));
  }
}
