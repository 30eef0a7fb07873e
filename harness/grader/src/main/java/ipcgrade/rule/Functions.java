package ipcgrade.rule;

import static dev.cel.common.CelFunctionDecl.newFunctionDeclaration;
import static dev.cel.common.CelOverloadDecl.newGlobalOverload;
import static dev.cel.common.CelOverloadDecl.newMemberOverload;
import static dev.cel.common.types.SimpleType.BOOL;
import static dev.cel.common.types.SimpleType.DURATION;
import static dev.cel.common.types.SimpleType.INT;

import com.google.common.collect.ImmutableList;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.TypeParamType;
import dev.cel.runtime.CelFunctionBinding;
import ipcgrade.rule.Events.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * The functions of claims beside CEL's own: choosing among messages and events, and the DECLARE templates
 * of {@link Declare}, in snake case, over lists of events.
 *
 * <ul>
 *   <li>{@code list.by(process)}: messages it sent, or events of it
 *   <li>{@code messages.to(process)}: those it received
 *   <li>{@code list.on(queue)}: those that went through it, or calls on it
 *   <li>{@code messages.gaps()}: the times from each send's entry to the next one's
 *   <li>{@code list.distinct()}: each of its values once, in order
 *   <li>{@code before(a, b)}: whether event a was over before b began
 *   <li>{@code precedence(a, b)}, {@code response(a, b)}, …: the DECLARE templates; the chain templates, {@code
 *       init} and {@code end} take first the events among which they look for the next one
 * </ul>
 */
final class Functions {
  private static final CelType ITEM = TypeParamType.create("T");
  private static final CelType ITEMS = ListType.create(ITEM);
  private static final CelType EVENTS = ListType.create(Vocabulary.EVENT);
  private static final Declare<Struct> DECLARE = new Declare<>(Functions::before);

  @FunctionalInterface
  private interface Two {
    boolean holds(List<Struct> a, List<Struct> b);
  }

  @FunctionalInterface
  private interface Chain {
    boolean holds(List<Struct> trace, List<Struct> a, List<Struct> b);
  }

  @FunctionalInterface
  private interface Count {
    boolean holds(List<Struct> a, long n);
  }

  private final ImmutableList.Builder<CelFunctionDecl> declarations = ImmutableList.builder();
  private final ImmutableList.Builder<CelFunctionBinding> bindings = ImmutableList.builder();

  Functions() {
    choose("by", Vocabulary.PROCESS, Functions::isBy);
    choose("to", Vocabulary.PROCESS, (m, p) -> same(struct(m, "receiver"), p, "pid"));
    choose("on", Vocabulary.QUEUE, Functions::isOn);
    declarations.add(
        newFunctionDeclaration(
            "gaps", newMemberOverload("list_gaps", ListType.create(DURATION), ITEMS)));
    bindings.add(CelFunctionBinding.from("list_gaps", List.class, m -> gaps(structs(m))));
    declarations.add(
        newFunctionDeclaration("distinct", newMemberOverload("list_distinct", ITEMS, ITEMS)));
    bindings.add(
        CelFunctionBinding.from(
            "list_distinct", List.class, list -> ((List<?>) list).stream().distinct().toList()));
    declarations.add(
        newFunctionDeclaration(
            "before", newGlobalOverload("event_before", BOOL, Vocabulary.EVENT, Vocabulary.EVENT)));
    bindings.add(
        CelFunctionBinding.from("event_before", Struct.class, Struct.class, Functions::before));

    count("existence", DECLARE::existence);
    count("absence", DECLARE::absence);
    count("exactly", DECLARE::exactly);
    two("init", DECLARE::init);
    two("end", DECLARE::end);
    two("responded_existence", DECLARE::respondedExistence);
    two("co_existence", DECLARE::coExistence);
    two("not_co_existence", DECLARE::notCoExistence);
    two("response", DECLARE::response);
    two("alternate_response", DECLARE::alternateResponse);
    chain("chain_response", DECLARE::chainResponse);
    two("precedence", DECLARE::precedence);
    two("alternate_precedence", DECLARE::alternatePrecedence);
    chain("chain_precedence", DECLARE::chainPrecedence);
    two("succession", DECLARE::succession);
    two("alternate_succession", DECLARE::alternateSuccession);
    chain("chain_succession", DECLARE::chainSuccession);
    two("not_succession", DECLARE::notSuccession);
    chain("not_chain_succession", DECLARE::notChainSuccession);
  }

  ImmutableList<CelFunctionDecl> declarations() {
    return declarations.build();
  }

  ImmutableList<CelFunctionBinding> bindings() {
    return bindings.build();
  }

  @FunctionalInterface
  private interface Belongs {
    boolean test(Struct item, Struct to);
  }

  @SuppressWarnings("Immutable") // what it closes over has no state
  private void choose(String name, CelType by, Belongs belongs) {
    String overload = "list_" + name;
    declarations.add(newFunctionDeclaration(name, newMemberOverload(overload, ITEMS, ITEMS, by)));
    bindings.add(
        CelFunctionBinding.from(
            overload,
            List.class,
            Struct.class,
            (list, of) -> Items.from(list, name, of, item -> belongs.test(item, of))));
  }

  @SuppressWarnings("Immutable") // what it closes over has no state
  private void count(String name, Count template) {
    String overload = "declare_" + name;
    declarations.add(
        newFunctionDeclaration(name, newGlobalOverload(overload, BOOL, EVENTS, INT)));
    bindings.add(
        CelFunctionBinding.from(
            overload, List.class, Long.class, (a, n) -> template.holds(happened(a), n)));
  }

  @SuppressWarnings("Immutable") // what it closes over has no state
  private void two(String name, Two template) {
    String overload = "declare_" + name;
    declarations.add(
        newFunctionDeclaration(name, newGlobalOverload(overload, BOOL, EVENTS, EVENTS)));
    bindings.add(
        CelFunctionBinding.from(
            overload, List.class, List.class, (a, b) -> template.holds(happened(a), happened(b))));
  }

  @SuppressWarnings("Immutable") // what it closes over has no state
  private void chain(String name, Chain template) {
    String overload = "declare_" + name;
    declarations.add(
        newFunctionDeclaration(name, newGlobalOverload(overload, BOOL, EVENTS, EVENTS, EVENTS)));
    bindings.add(
        CelFunctionBinding.from(
            overload,
            ImmutableList.of(List.class, List.class, List.class),
            args -> template.holds(
                happened((List<?>) args[0]),
                happened((List<?>) args[1]),
                happened((List<?>) args[2]))));
  }

  private static boolean before(Struct a, Struct b) {
    return a.subject() instanceof Subject first
        && b.subject() instanceof Subject second
        && first.before(second);
  }

  private static boolean isBy(Struct item, Struct process) {
    return item.has("sender")
        ? same(struct(item, "sender"), process, "pid")
        : same(item, process, "pid");
  }

  private static boolean isOn(Struct item, Struct queue) {
    return item.has("on") ? same(struct(item, "on"), queue, "msqid") : same(item, queue, "msqid");
  }

  /** Whether both have the same number; what is absent has -1 and is the same as nothing. */
  private static boolean same(Struct a, Struct b, String number) {
    return Objects.equals(a.get(number), b.get(number)) && !a.get(number).equals(-1L);
  }

  private static List<Duration> gaps(List<Struct> messages) {
    List<Struct> sends =
        messages.stream()
            .map(m -> m.has("sent") ? struct(m, "sent") : m)
            .sorted(Comparator.comparingLong(e -> (Long) e.get("entry")))
            .toList();
    List<Duration> gaps = new ArrayList<>();
    for (int i = 1; i < sends.size(); i++) {
      gaps.add(
          ((Duration) sends.get(i).get("entered")).minus((Duration) sends.get(i - 1).get("entered")));
    }
    return gaps;
  }

  private static Struct struct(Struct of, String field) {
    return (Struct) of.get(field);
  }

  private static List<Struct> structs(List<?> list) {
    return list.stream().map(Struct.class::cast).toList();
  }

  /** The events of a list that did happen: a message that nobody received has no receipt. */
  private static List<Struct> happened(List<?> list) {
    return structs(list).stream().filter(e -> e.subject() instanceof Subject).toList();
  }
}
