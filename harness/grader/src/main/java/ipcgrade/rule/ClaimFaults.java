package ipcgrade.rule;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypes;
import dev.cel.common.types.StructType;
import ipcgrade.spec.NearMiss;
import ipcgrade.spec.Spec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is wrong with a claim, in the words of those who write specs instead of those of CEL. */
final class ClaimFaults {
  private static final Pattern UNDECLARED =
      Pattern.compile("undeclared reference to '([^']*)'.*", Pattern.DOTALL);
  private static final Pattern UNDEFINED = Pattern.compile("undefined field '([^']*)'.*", Pattern.DOTALL);
  private static final Pattern NO_OVERLOAD =
      Pattern.compile(
          "found no matching overload for '([^']*)' applied to '(.*)' \\(candidates: (.*)\\)",
          Pattern.DOTALL);
  private static final Pattern UNEXPECTED =
      Pattern.compile("(?:extraneous|mismatched) input '(.*?)' expecting .*", Pattern.DOTALL);
  private static final Pattern SIGNATURE = Pattern.compile("(?:(.+)\\.)?\\((.*)\\)");
  private static final int MOST_CANDIDATES = 3;
  private static final Pattern TYPE = Pattern.compile("expected type '(.*)' but found '(.*)'");

  /** CEL's own functions and macros that claims have a use for. */
  private static final List<String> OF_CEL =
      List.of(
          "all", "exists", "exists_one", "filter", "map", "has", "size", "duration", "int", "string", "type",
          "startsWith", "endsWith", "contains", "matches");

  private final Spec spec;
  private final Optional<Spec.Role> each;
  private final Vocabulary vocabulary;
  private final Functions functions;

  /** A fault; {@code line} from 1 and {@code column} from 0 count within the expression. */
  record Fault(int line, int column, String sentence) {}

  /**
   * @param each the role that the claim's rule is judged for
   */
  ClaimFaults(Spec spec, Optional<Spec.Role> each, Vocabulary vocabulary, Functions functions) {
    this.spec = spec;
    this.each = each;
    this.vocabulary = vocabulary;
    this.functions = functions;
  }

  /** A sentence for a message of CEL's parser or type checker. */
  String sentence(String message) {
    Matcher undeclared = UNDECLARED.matcher(message);
    if (undeclared.matches()) {
      return unknownName(undeclared.group(1));
    }
    Matcher undefined = UNDEFINED.matcher(message);
    if (undefined.matches()) {
      return "nothing has a field '" + undefined.group(1) + "'" + near(undefined.group(1), fields());
    }
    Matcher overload = NO_OVERLOAD.matcher(message);
    if (overload.matches()) {
      String function = overload.group(1);
      return "there is no %s; there is %s"
          .formatted(
              called(function, overload.group(2)),
              Stream.of(overload.group(3).split(",(?=\\S)", -1))
                  .map(candidate -> called(function, candidate))
                  .limit(MOST_CANDIDATES)
                  .collect(Collectors.joining(" or ")));
    }
    Matcher type = TYPE.matcher(message);
    if (type.matches()) {
      return wrongType(type.group(2), type.group(1));
    }
    Matcher unexpected = UNEXPECTED.matcher(message);
    if (unexpected.matches() && !unexpected.group(1).equals("<EOF>")) {
      return "'" + unexpected.group(1) + "' is not expected here";
    }
    if (message.startsWith("token recognition error")) {
      return "this is no word or sign of CEL; a text ends with the quote that it begins with";
    }
    if (message.contains("'<EOF>'")) {
      return "the expression ends too early; a bracket, a quote or an operand is missing";
    }
    return message.replace('\n', ' ');
  }

  /** What an expression is and what it should be. */
  String wrongType(CelType found, CelType expected) {
    return wrongType(CelTypes.format(found), CelTypes.format(expected));
  }

  private static String wrongType(String found, String expected) {
    return "is of type %s, expected %s".formatted(plain(found), plain(expected));
  }

  /** Where an expression quantifies over what no right program has: it would say nothing. */
  Optional<Fault> overNothing(CelAbstractSyntaxTree tree) {
    List<CelExpr> all =
        CelNavigableAst.fromAst(tree).getRoot().allNodes().map(CelNavigableExpr::expr).toList();
    Set<String> local =
        all.stream()
            .filter(e -> e.exprKind().getKind() == Kind.COMPREHENSION)
            .map(e -> e.comprehension().iterVar())
            .collect(Collectors.toSet());
    return all.stream()
        .filter(e -> e.exprKind().getKind() == Kind.COMPREHENSION)
        .map(e -> e.comprehension().iterRange())
        .flatMap(range -> nothing(range, local).stream().map(what -> at(range, what, tree)))
        .findFirst();
  }

  private static Fault at(CelExpr range, String sentence, CelAbstractSyntaxTree tree) {
    long id =
        range.exprKind().getKind() == Kind.CALL
            ? range.call().target().orElse(range).id()
            : range.id();
    CelSourceLocation place =
        tree.getSource()
            .getOffsetLocation(tree.getSource().getPositionsMap().getOrDefault(id, 0))
            .orElse(CelSourceLocation.of(1, 0));
    return new Fault(place.getLine(), place.getColumn(), sentence);
  }

  private Optional<String> nothing(CelExpr range, Set<String> local) {
    return switch (range.exprKind().getKind()) {
      case LIST ->
          range.list().elements().isEmpty()
              ? Optional.of("this quantifies over an empty list, so it says nothing; name what it speaks of")
              : Optional.empty();
      case CALL -> ofNobody(range.call(), local);
      case NOT_SET, CONSTANT, IDENT, SELECT, STRUCT, MAP, COMPREHENSION -> Optional.empty();
    };
  }

  /** {@code binds.by(registry)}, where binds are what servers send: a right program has none. */
  private Optional<String> ofNobody(CelExpr.CelCall call, Set<String> local) {
    if (!call.function().equals("by") || call.args().size() != 1 || call.target().isEmpty()) {
      return Optional.empty();
    }
    String list = name(call.target().get(), local);
    String process = name(call.args().getFirst(), local);
    return spec.kinds().values().stream()
        .filter(kind -> kind.plural().equals(list))
        .filter(kind -> spec.roles().containsKey(process) && !kind.from().equals(process))
        .findFirst()
        .map(
            kind -> "%s are what the role '%s' sends, so there are none by '%s', and this says nothing"
                .formatted(list, kind.from(), process));
  }

  private static String name(CelExpr expr, Set<String> local) {
    return expr.exprKind().getKind() == Kind.IDENT && !local.contains(expr.ident().name())
        ? expr.ident().name()
        : "";
  }

  private String unknownName(String name) {
    Spec.Role role = spec.roles().get(name);
    if (role != null) {
      return "'%s' is one of several processes; add each: %1$s to the rule, or say %s for all of them"
          .formatted(name, role.plural());
    }
    for (Spec.Kind kind : spec.kinds().values()) {
      if (kind.name().equals(name)) {
        return "'%s' is a kind of message; its messages are the list %s".formatted(name, kind.plural());
      }
    }
    Spec.Channel channel = spec.channels().get(name);
    if (channel != null && channel.of().isPresent()) {
      String of = channel.of().get();
      return "each %s has a '%s' of its own; say %1$s.%2$s".formatted(of, name);
    }
    return "unknown name '" + name + "'" + near(name, names());
  }

  private static String near(String wrong, List<String> names) {
    return NearMiss.of(wrong, names).map(name -> "; did you mean '" + name + "'?").orElse("");
  }

  /** All that an expression can begin with or call. */
  private List<String> names() {
    List<String> names = new ArrayList<>(vocabulary.variables().keySet());
    each.map(Spec.Role::name).ifPresent(names::add);
    functions.declarations().stream().map(CelFunctionDecl::name).forEach(names::add);
    names.addAll(OF_CEL);
    return names;
  }

  private List<String> fields() {
    Set<String> fields = new TreeSet<>();
    vocabulary.types().forEach(type -> fields.addAll(((StructType) type).fieldNames()));
    return List.copyOf(fields);
  }

  /** A call as it is written, with types for its operands: {@code int == string}, {@code list.on(Queue)}. */
  private static String called(String function, String types) {
    Matcher signature = SIGNATURE.matcher(types);
    if (!signature.matches()) {
      return plain(types);
    }
    String arguments = plain(signature.group(2));
    if (signature.group(1) != null) {
      return plain(signature.group(1)) + "." + function + "(" + arguments + ")";
    }
    String[] operands = arguments.split(", ", 2);
    boolean infix = function.startsWith("_") && function.endsWith("_") && operands.length == 2;
    return infix
        ? operands[0] + " " + function.substring(1, function.length() - 1) + " " + operands[1]
        : function + "(" + arguments + ")";
  }

  /** Types by the names that people would give them. */
  private static String plain(String types) {
    return types
        .replaceAll("list\\(message\\.(\\w+)\\)", "list of $1 messages")
        .replaceAll("message\\.(\\w+)", "$1 message")
        .replaceAll("list\\(%?[A-Z]\\d*\\)", "list")
        .replaceAll("list\\((\\w+)\\)", "list of $1")
        .replaceAll("%([A-Z])\\d*", "$1");
  }
}
