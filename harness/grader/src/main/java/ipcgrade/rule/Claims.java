package ipcgrade.rule;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import ipcgrade.rule.Events.Subject;
import ipcgrade.rule.Ordering.Unproven;
import ipcgrade.spec.Spec;
import ipcgrade.spec.Spec.Claim;
import ipcgrade.spec.Spec.Expression;
import ipcgrade.spec.Spec.Position;
import ipcgrade.spec.Spec.Rule;
import ipcgrade.spec.Spec.Text;
import ipcgrade.spec.SpecException;
import ipcgrade.spec.SpecException.Problem;
import ipcgrade.spec.Template;
import ipcgrade.trace.Event;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The claims of a spec, type-checked and ready to be evaluated. Immutable; threads may share it. */
public final class Claims {
  private static final CelType EVENTS = ListType.create(Vocabulary.EVENT);

  /** How many messages of each kind are compared between runs. */
  private static final int COMPARED = 256;

  private final Spec spec;
  private final Path file;
  private final Vocabulary vocabulary;
  private final Functions functions = new Functions();
  private final CelRuntime runtime;
  private final Map<Scope, CelCompiler> compilers = new HashMap<>();
  private final Map<String, Compiled> rules = new HashMap<>();

  /**
   * What expressions know besides the words of all.
   *
   * @param role which the rule is judged for, and which they call by its name
   * @param runs whether they know how many runs broke the rule
   */
  private record Scope(Optional<Spec.Role> role, boolean runs) {}

  /** What a rule's expressions became. */
  private record Compiled(
      Rule rule,
      Optional<CelRuntime.Program> when,
      CelRuntime.Program claim,
      Optional<CelRuntime.Program> evidence,
      Optional<Sight> seen) {}

  /** What a run says of a rule, for one process if it is quantified. */
  public enum Truth {
    HELD,
    BROKEN,
    /** Its {@code when} was false. */
    NOT_REACHED,
    /** Evaluating it failed, as by a division by zero, or nobody knows what the run's queues did. */
    UNDECIDED
  }

  private Claims(Spec spec, Path file) throws SpecException {
    this.spec = spec;
    this.file = file;
    this.vocabulary = new Vocabulary(spec);
    this.runtime =
        CelRuntimeFactory.plannerRuntimeBuilder()
            .addFunctionBindings(functions.bindings())
            .addFunctionBindings(Gathering.BINDINGS)
            .build();
    List<Problem> problems = new ArrayList<>();
    for (Rule rule : spec.rules()) {
      try {
        rules.put(rule.id(), compile(rule));
      } catch (SpecException e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new SpecException(file, problems);
    }
  }

  /**
   * Compiles the claims of a spec.
   *
   * @param file its file, for messages
   * @throws SpecException with the place of the first fault of each rule whose expressions do not compile
   */
  public static Claims of(Spec spec, Path file) throws SpecException {
    return new Claims(spec, file);
  }

  /** Whether a rule's claim holds in a world; {@code place}, from 0, names the process of {@code each}. */
  public Truth evaluate(Rule rule, World world, int place) {
    if (!world.reading().history().decided()) {
      return Truth.UNDECIDED;
    }
    Compiled compiled = compiled(rule);
    Map<String, Object> variables = variables(rule, world, place);
    try {
      if (compiled.when.isPresent() && !((Boolean) compiled.when.get().eval(variables))) {
        return Truth.NOT_REACHED;
      }
      return switch (rule.claim()) {
        case Claim.Holds _ -> (Boolean) compiled.claim.eval(variables) ? Truth.HELD : Truth.BROKEN;
        case Claim.Varies _ -> Truth.HELD;
      };
    } catch (CelEvaluationException _) {
      return Truth.UNDECIDED;
    }
  }

  /**
   * Whether what a run says of a rule is so by the order of events that nothing orders: it is not the same
   * if none of them is taken to be before the other, or each.
   */
  public boolean unordered(Rule rule, World world, int place) {
    Ordering order = world.order();
    order.take(Unproven.AS_SEEN);
    Truth seen = evaluate(rule, world, place);
    if (!order.leaned()) {
      return false;
    }
    order.take(Unproven.NEVER);
    boolean same = evaluate(rule, world, place) == seen;
    order.take(Unproven.ALWAYS);
    same &= evaluate(rule, world, place) == seen;
    order.take(Unproven.AS_SEEN);
    return !same;
  }

  /**
   * The value of a claim that should vary, in a form that can be compared between runs. What varies does so
   * among the first messages too.
   */
  public String value(Rule rule, World world, int place) {
    World first = world.abridged(COMPARED);
    try {
      return String.valueOf(compiled(rule).claim.eval(variables(rule, first, place)));
    } catch (CelEvaluationException _) {
      return "";
    }
  }

  /** The events that a rule's evidence names; those that did not happen left out. */
  public List<Event> evidence(Rule rule, World world, int place) {
    List<Event> events = new ArrayList<>();
    try {
      Compiled compiled = compiled(rule);
      if (compiled.evidence.isPresent()) {
        for (Object item : (List<?>) compiled.evidence.get().eval(variables(rule, world, place))) {
          if (item instanceof Struct struct && struct.subject() instanceof Subject subject) {
            events.add(subject.event());
          }
        }
      }
    } catch (CelEvaluationException _) {
      return List.of();
    }
    return events;
  }

  /**
   * What a rule says was seen in a world that broke it, in both languages; no text where it says nothing.
   *
   * @param runs how many runs broke it
   */
  public Text seen(Rule rule, World world, int place, int runs) {
    Map<String, Object> variables = new HashMap<>(variables(rule, world, place));
    variables.put(Vocabulary.RUNS, (long) runs);
    return compiled(rule).seen.map(seen -> seen.of(variables, world.reading())).orElse(Text.NONE);
  }

  private Compiled compiled(Rule rule) {
    Compiled compiled = rules.get(rule.id());
    if (compiled == null) {
      throw new IllegalArgumentException("rule " + rule.id() + " is of another spec");
    }
    return compiled;
  }

  private Map<String, Object> variables(Rule rule, World world, int place) {
    return spec.role(rule).map(role -> world.variables(role, place)).orElseGet(world::variables);
  }

  private Compiled compile(Rule rule) throws SpecException {
    Optional<Spec.Role> role = spec.role(rule).filter(r -> r.count() > 1);
    CelRuntime.Program claim =
        switch (rule.claim()) {
          case Claim.Holds holds -> program(role, holds.expression(), SimpleType.BOOL);
          case Claim.Varies varies -> program(role, varies.expression(), SimpleType.DYN);
        };
    Optional<CelRuntime.Program> when = Optional.empty();
    if (rule.when().isPresent()) {
      when = Optional.of(program(role, rule.when().get(), SimpleType.BOOL));
    }
    Optional<CelRuntime.Program> evidence = Optional.empty();
    if (rule.evidence().isPresent()) {
      evidence = Optional.of(program(role, rule.evidence().get(), EVENTS));
    }
    Optional<Sight> seen = Optional.empty();
    if (rule.seen().isPresent()) {
      Spec.Seen text = rule.seen().get();
      seen = Optional.of(new Sight(parts(role, text.en()), parts(role, text.it())));
    }
    return new Compiled(rule, when, claim, evidence, seen);
  }

  private List<Sight.Part> parts(Optional<Spec.Role> role, Template text) throws SpecException {
    List<Sight.Part> parts = new ArrayList<>();
    for (Template.Part part : text.parts()) {
      parts.add(
          switch (part) {
            case Template.Part.Words words -> new Sight.Part.Fixed(words.text());
            case Template.Part.Value value ->
                new Sight.Part.Filled(
                    program(new Scope(role, true), value.expression(), SimpleType.DYN));
          });
    }
    return parts;
  }

  private CelCompiler compiler(Scope scope) {
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setStandardMacros(Gathering.STANDARD)
            .addMacros(Gathering.MACROS)
            .setTypeProvider(vocabulary)
            .addFunctionDeclarations(functions.declarations())
            .addFunctionDeclarations(Gathering.DECLARATIONS);
    vocabulary.variables().forEach(builder::addVar);
    scope.role.ifPresent(r -> builder.addVar(r.name(), Vocabulary.PROCESS));
    if (scope.runs) {
      builder.addVar(Vocabulary.RUNS, SimpleType.INT);
    }
    return builder.build();
  }

  private CelRuntime.Program program(
      Optional<Spec.Role> role, Expression expression, CelType expected) throws SpecException {
    return program(new Scope(role, false), expression, expected);
  }

  private CelRuntime.Program program(Scope scope, Expression expression, CelType expected)
      throws SpecException {
    CelCompiler compiler = compilers.computeIfAbsent(scope, this::compiler);
    ClaimFaults faults = new ClaimFaults(spec, scope.role, vocabulary, functions);
    CelAbstractSyntaxTree tree;
    try {
      tree = compiler.compile(expression.source()).getAst();
    } catch (CelValidationException e) {
      CelIssue issue = e.getErrors().getFirst();
      throw fault(
          expression,
          issue.getSourceLocation().getLine(),
          issue.getSourceLocation().getColumn(),
          faults.sentence(issue.getMessage()));
    }
    if (!expected.equals(SimpleType.DYN) && !tree.getResultType().equals(expected)) {
      throw fault(expression, 1, 0, faults.wrongType(tree.getResultType(), expected));
    }
    Optional<ClaimFaults.Fault> empty = faults.overNothing(tree);
    if (empty.isPresent()) {
      throw fault(expression, empty.get().line(), empty.get().column(), empty.get().sentence());
    }
    try {
      return runtime.createProgram(tree);
    } catch (CelEvaluationException e) {
      throw fault(expression, 1, 0, String.valueOf(e.getMessage()));
    }
  }

  /** A fault in an expression; {@code line} from 1 and {@code column} from 0 count within it. */
  private SpecException fault(Expression expression, int line, int column, String what) {
    Position place = expression.at(line, Math.max(column, 0));
    return new SpecException(
        file,
        place.line(),
        place.column(),
        "in '" + expression.source().lines().findFirst().orElse("") + "': " + what);
  }
}
