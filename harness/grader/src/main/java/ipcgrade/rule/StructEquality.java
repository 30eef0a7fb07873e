package ipcgrade.rule;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExprVisitor;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import java.util.Optional;
import java.util.Set;

/**
 * Finds comparisons of processes, queues, messages or events. CEL would compare them field by field, and
 * they refer to each other in circles; claims compare their pid, msqid or seq instead.
 */
final class StructEquality extends CelExprVisitor {
  private static final Set<String> COMPARISONS = Set.of("_==_", "_!=_", "@in");

  private final CelAbstractSyntaxTree tree;
  private Optional<CelSourceLocation> found = Optional.empty();

  private StructEquality(CelAbstractSyntaxTree tree) {
    this.tree = tree;
  }

  /** Where the first such comparison stands. */
  static Optional<CelSourceLocation> find(CelAbstractSyntaxTree tree) {
    StructEquality visitor = new StructEquality(tree);
    visitor.visit(tree.getExpr());
    return visitor.found;
  }

  @Override
  protected void visit(CelExpr expression, CelExpr.CelCall call) {
    if (found.isEmpty()
        && COMPARISONS.contains(call.function())
        && isStruct(tree.getTypeOrThrow(call.args().getFirst().id()))) {
      int offset = tree.getSource().getPositionsMap().getOrDefault(expression.id(), 0);
      found = tree.getSource().getOffsetLocation(offset);
    }
    super.visit(expression, call);
  }

  private static boolean isStruct(CelType type) {
    return type.kind() == CelKind.STRUCT || type.parameters().stream().anyMatch(StructEquality::isStruct);
  }
}
