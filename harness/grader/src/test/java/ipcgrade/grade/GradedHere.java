package ipcgrade.grade;

import ipcgrade.sandbox.SandboxException;
import ipcgrade.sandbox.local.Home;
import ipcgrade.sandbox.local.LocalSandbox;
import ipcgrade.score.Result;
import ipcgrade.score.Scorer;
import ipcgrade.spec.Spec;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fixtures graded in the local sandbox, each once for all tests. */
final class GradedHere {
  private static final int AGAIN = 3;
  private static final Map<Path, Graded> DONE = new HashMap<>();
  private static @Nullable RecordingSandbox sandbox;

  private GradedHere() {}

  /** A grade, and what the runs did. */
  record Graded(Result.Submission result, List<String> runs) {
    Graded {
      runs = List.copyOf(runs);
    }
  }

  static synchronized Graded graded(Submissions.Entry submission, Spec spec, Scorer scorer)
      throws SandboxException, InterruptedException {
    Graded done = DONE.get(submission.path());
    if (done == null) {
      RecordingSandbox used = open();
      Result.Submission result =
          new Grader(spec, scorer, used).grade(submission.name(), submission.path(), Progress.NONE);
      done = new Graded(result, used.runs());
      DONE.put(submission.path(), done);
    }
    return done;
  }

  /** Whether its runs are the same again and again, so that nothing but their schedules decides them. */
  static synchronized boolean isSteady(Submissions.Entry submission, Spec spec, Scorer scorer)
      throws SandboxException, InterruptedException {
    List<String> runs = graded(submission, spec, scorer).runs();
    for (int i = 0; i < AGAIN; i++) {
      RecordingSandbox used = open();
      new Grader(spec, scorer, used).grade(submission.name(), submission.path(), Progress.NONE);
      if (!used.runs().equals(runs)) {
        return false;
      }
    }
    return true;
  }

  /** Goes with the virtual machine: its work directory has a shutdown hook, its agent's input ends. */
  private static RecordingSandbox open() throws SandboxException, InterruptedException {
    if (sandbox == null) {
      sandbox = new RecordingSandbox(LocalSandbox.open(Home.find()));
    }
    return sandbox;
  }
}
