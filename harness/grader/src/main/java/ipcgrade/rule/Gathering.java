package ipcgrade.rule;

import static dev.cel.common.CelFunctionDecl.newFunctionDeclaration;
import static dev.cel.common.CelOverloadDecl.newGlobalOverload;

import com.google.common.collect.ImmutableList;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.TypeParamType;
import dev.cel.common.values.CelValue;
import dev.cel.parser.CelMacro;
import dev.cel.parser.CelMacroExprFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelFunctionBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * CEL's {@code map} and {@code filter}, in time linear in the list. CEL defines them as folds that make a new
 * list for each element, which a program that sends ten thousand messages turns into minutes.
 */
final class Gathering {
  /** Those of CEL's own macros that are left as they are. */
  static final ImmutableList<CelStandardMacro> STANDARD =
      ImmutableList.of(
          CelStandardMacro.HAS,
          CelStandardMacro.ALL,
          CelStandardMacro.EXISTS,
          CelStandardMacro.EXISTS_ONE,
          CelStandardMacro.EXISTS_ONE_NEW);

  /** Stand for {@link CelStandardMacro#MAP}, {@code MAP_FILTER} and {@code FILTER}. */
  static final ImmutableList<CelMacro> MACROS =
      ImmutableList.of(
          CelMacro.newReceiverMacro("map", 2, (f, list, a) -> gathered(f, list, a, true)),
          CelMacro.newReceiverMacro("map", 3, (f, list, a) -> gathered(f, list, a, true)),
          CelMacro.newReceiverMacro("filter", 2, (f, list, a) -> gathered(f, list, a, false)));

  // No expression can name them: @ is no letter of CEL.
  private static final String NOTHING = "@gather";
  private static final String AND = "@gather_and";
  private static final String ALL = "@gathered";

  private static final CelType ITEM = TypeParamType.create("T");
  private static final OpaqueType GATHERED = OpaqueType.create("gathered", ITEM);

  static final ImmutableList<CelFunctionDecl> DECLARATIONS =
      ImmutableList.of(
          newFunctionDeclaration(NOTHING, newGlobalOverload(NOTHING, GATHERED)),
          newFunctionDeclaration(AND, newGlobalOverload(AND, GATHERED, GATHERED, ITEM)),
          newFunctionDeclaration(ALL, newGlobalOverload(ALL, ListType.create(ITEM), GATHERED)));

  static final ImmutableList<CelFunctionBinding> BINDINGS =
      ImmutableList.of(
          CelFunctionBinding.from(NOTHING, ImmutableList.of(), _ -> new Gathered()),
          CelFunctionBinding.from(AND, Gathered.class, Object.class, Gathered::and),
          CelFunctionBinding.from(ALL, Gathered.class, Gathered::items));

  private Gathering() {}

  /** What one evaluation of a macro has gathered until now. */
  @SuppressWarnings("Immutable") // nobody but the fold that made it ever sees it
  private static final class Gathered extends CelValue {
    private final List<Object> items = new ArrayList<>();

    Gathered and(Object item) {
      items.add(item);
      return this;
    }

    List<Object> items() {
      return items;
    }

    /** Itself, since CEL would go on with the value. */
    @Override
    public Gathered value() {
      return this;
    }

    @Override
    public boolean isZeroValue() {
      return items.isEmpty();
    }

    @Override
    public CelType celType() {
      return GATHERED;
    }
  }

  /**
   * {@code list.map(x, item)}, {@code list.map(x, condition, item)} or {@code list.filter(x, condition)}.
   *
   * @param maps whether the last argument is what is gathered, or else the condition
   */
  private static Optional<CelExpr> gathered(
      CelMacroExprFactory factory, CelExpr list, ImmutableList<CelExpr> arguments, boolean maps) {
    CelExpr variable = arguments.getFirst();
    if (variable.exprKind().getKind() != Kind.IDENT) {
      return Optional.of(factory.reportError("The argument must be a simple name"));
    }
    String name = variable.ident().name();
    String gathered = factory.getAccumulatorVarName();
    CelExpr item = maps ? arguments.getLast() : factory.newIdentifier(name);
    CelExpr step = factory.newGlobalCall(AND, factory.newIdentifier(gathered), item);
    if (!maps || arguments.size() == 3) {
      step = factory.newGlobalCall("_?_:_", arguments.get(1), step, factory.newIdentifier(gathered));
    }
    return Optional.of(
        factory.fold(
            name,
            list,
            gathered,
            factory.newGlobalCall(NOTHING),
            factory.newBoolLiteral(true),
            step,
            factory.newGlobalCall(ALL, factory.newIdentifier(gathered))));
  }
}
