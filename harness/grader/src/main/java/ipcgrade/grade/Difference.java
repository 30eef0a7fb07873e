package ipcgrade.grade;

import ipcgrade.grade.Expected.Points;
import ipcgrade.rule.Verdict;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Outcome;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Where a grading is not what an expected.yml says. */
public sealed interface Difference {
  /** What differs: the id of a rule, {@code outcome}, {@code limit}, {@code score} or {@code advice}. */
  String what();

  /** What expected.yml says, as it says it. */
  String expected();

  /** What grading found, as expected.yml would say it. */
  String was();

  /**
   * What became of the submission.
   *
   * @param message why it is that; may be empty
   */
  record OfOutcome(Outcome wanted, Outcome found, String message) implements Difference {
    @Override
    public String what() {
      return "outcome";
    }

    @Override
    public String expected() {
      return wanted.name();
    }

    @Override
    public String was() {
      return found.name();
    }
  }

  /** The limits that ended the build or runs, by name. */
  record OfLimit(Set<String> wanted, Set<String> found) implements Difference {
    public OfLimit {
      wanted = Collections.unmodifiableSet(new TreeSet<>(wanted));
      found = Collections.unmodifiableSet(new TreeSet<>(found));
    }

    @Override
    public String what() {
      return "limit";
    }

    @Override
    public String expected() {
      return String.join(" or ", wanted);
    }

    @Override
    public String was() {
      return String.join(" and ", found);
    }
  }

  /**
   * The verdict of a rule.
   *
   * @param wanted any of these
   * @param found empty if the rule was not judged
   * @param instances what was found for each process, if the rule is quantified
   */
  record OfRule(
      String id, Set<Verdict> wanted, Optional<Verdict> found, List<Result.Instance> instances)
      implements Difference {
    public OfRule {
      wanted = Collections.unmodifiableSet(EnumSet.copyOf(wanted));
      instances = List.copyOf(instances);
    }

    @Override
    public String what() {
      return id;
    }

    @Override
    public String expected() {
      return wanted.stream().map(Verdict::name).collect(Collectors.joining(" or "));
    }

    @Override
    public String was() {
      return found.map(Verdict::name).orElse("not judged");
    }

    /** "client 1 PASS, client 2 FAIL"; empty where the rule is not quantified. */
    public String perInstance() {
      return instances.stream()
          .filter(instance -> !instance.name().isEmpty())
          .map(instance -> instance.name() + " " + instance.verdict())
          .collect(Collectors.joining(", "));
    }
  }

  /** The topics of its advice without points, in the order of the alphabet. */
  record OfAdvice(Set<String> wanted, Set<String> found) implements Difference {
    public OfAdvice {
      wanted = Collections.unmodifiableSet(new TreeSet<>(wanted));
      found = Collections.unmodifiableSet(new TreeSet<>(found));
    }

    @Override
    public String what() {
      return "advice";
    }

    @Override
    public String expected() {
      return wanted.toString();
    }

    @Override
    public String was() {
      return found.toString();
    }
  }

  /** The points. */
  record OfScore(Points wanted, double found) implements Difference {
    @Override
    public String what() {
      return "score";
    }

    @Override
    public String expected() {
      return wanted.toString();
    }

    @Override
    public String was() {
      return new Points(found, found).toString();
    }
  }
}
