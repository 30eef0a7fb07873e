package ipcgrade.cli;

import ipcgrade.grade.ClassGrading;
import ipcgrade.grade.ClassGrading.Again;
import ipcgrade.score.Result;
import ipcgrade.wording.Words;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What became of each submission of a class, in brief, for the end. */
final class ClassTally implements ClassGrading.Listener {
  private final ClassGrading.Listener view;
  private final Map<String, Result.Submission> results = new TreeMap<>();
  private final Map<Again, List<String>> again = new EnumMap<>(Again.class);
  private final Map<String, String> same = new TreeMap<>();
  private int kept;
  private int unchanged;

  /** A tally that passes on what it is told. */
  ClassTally(ClassGrading.Listener view) {
    this.view = view;
  }

  /** All that have a result, by name, in brief. */
  synchronized List<Result.Submission> results() {
    return List.copyOf(results.values());
  }

  /** What is worth saying of how the results came about, a sentence each. */
  synchronized List<String> notices(Words words) {
    List<String> notices = new ArrayList<>();
    if (kept > 0) {
      notices.add(words.get("grade.kept", kept));
    }
    if (unchanged > 0) {
      notices.add(words.get("grade.unchanged", unchanged));
    }
    again.forEach(
        (why, names) -> notices.add(words.get(key(why), names.size(), words.list(names))));
    if (!same.isEmpty()) {
      List<String> pairs =
          same.entrySet().stream().map(each -> words.get("grade.same-as", each.getKey(), each.getValue()))
              .toList();
      notices.add(words.get("grade.same", same.size(), words.list(pairs)));
    }
    return notices;
  }

  private static String key(Again why) {
    return switch (why) {
      case WANTED -> "grade.again.wanted";
      case SOURCES -> "grade.again.sources";
      case SPEC -> "grade.again.spec";
      case INFRASTRUCTURE -> "grade.again.infrastructure";
      case DAMAGED -> "grade.again.damaged";
    };
  }

  @Override
  public void at(String submission, Step step, int done, int total) {
    view.at(submission, step, done, total);
  }

  @Override
  public void again(String name, Again why) {
    synchronized (this) {
      List<String> names = again.computeIfAbsent(why, _ -> new ArrayList<>());
      if (!names.contains(name)) {
        names.add(name);
      }
    }
    view.again(name, why);
  }

  @Override
  public void graded(Result.Submission result) {
    add(result);
    view.graded(result);
  }

  @Override
  public void same(Result.Submission result, String original) {
    synchronized (this) {
      same.put(result.name(), original);
    }
    add(result);
    view.same(result, original);
  }

  @Override
  public void kept(Result.Submission result) {
    synchronized (this) {
      kept++;
    }
    add(result);
    view.kept(result);
  }

  @Override
  public void unchanged(String name) {
    synchronized (this) {
      unchanged++;
    }
    view.unchanged(name);
  }

  private synchronized void add(Result.Submission result) {
    results.put(result.name(), result.brief());
  }
}
