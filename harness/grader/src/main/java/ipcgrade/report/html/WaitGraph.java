package ipcgrade.report.html;

import ipcgrade.score.Result;
import ipcgrade.wording.Printable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The wait-for graph of a deadlock, drawn: processes on a circle, an arrow from each that waits to each that could
 * end it. Lengths are in pixels of an unscaled SVG.
 */
record WaitGraph(int width, int height, List<Node> nodes, List<Edge> edges) {
  /** More nobody could follow; the list of who waits for what says the same. */
  private static final int MOST_NODES = 12;

  private static final int NODE_HEIGHT = 30;
  private static final int LETTER = 8;
  private static final int MOST_NAME = 24;
  private static final int MARGIN = 12;

  WaitGraph {
    nodes = List.copyOf(nodes);
    edges = List.copyOf(edges);
  }

  /**
   * A process.
   *
   * @param x of its middle
   * @param y of its middle
   * @param stuck whether it waits itself
   */
  record Node(String name, int x, int y, int width, boolean stuck) {}

  /**
   * Who waits for whom.
   *
   * @param path as SVG has it
   * @param circle whether it is part of a circle
   */
  record Edge(String path, boolean circle) {}

  /** The graph of a run, if it is one that can be looked at. */
  static Optional<WaitGraph> of(Result.Run run) {
    Set<String> names = new LinkedHashSet<>();
    // who waits in a circle stands in its order
    run.circles().forEach(names::addAll);
    run.waits().forEach(wait -> names.add(wait.process()));
    run.waits().forEach(wait -> names.addAll(wait.unblockedBy()));
    if (names.size() < 2 || names.size() > MOST_NODES) {
      return Optional.empty();
    }
    List<String> order = List.copyOf(names);
    int widest = order.stream().mapToInt(name -> width(name)).max().orElse(0);
    int across = Math.max(widest + 30, 34 * order.size());
    int down = Math.max(60, 24 * order.size());
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      double angle = 2 * Math.PI * i / order.size() - Math.PI / 2;
      String name = order.get(i);
      nodes.add(
          new Node(
              Printable.line(name, MOST_NAME),
              (int) Math.round(MARGIN + widest / 2.0 + across + across * Math.cos(angle)),
              (int) Math.round(MARGIN + NODE_HEIGHT / 2.0 + down + down * Math.sin(angle)),
              width(name),
              run.waits().stream().anyMatch(wait -> wait.process().equals(name))));
    }
    List<Edge> edges = new ArrayList<>();
    for (Result.Wait wait : run.waits()) {
      for (String by : wait.unblockedBy()) {
        Node from = nodes.get(order.indexOf(wait.process()));
        Node to = nodes.get(order.indexOf(by));
        edges.add(new Edge(path(from, to), follows(run.circles(), wait.process(), by)));
      }
    }
    return Optional.of(
        new WaitGraph(
            2 * MARGIN + widest + 2 * across, 2 * MARGIN + NODE_HEIGHT + 2 * down, nodes, edges));
  }

  private static int width(String name) {
    return LETTER * Math.min(MOST_NAME, name.length()) + 24;
  }

  private static boolean follows(List<List<String>> circles, String one, String next) {
    return circles.stream()
        .anyMatch(
            circle -> {
              int at = circle.indexOf(one);
              return at >= 0 && circle.get((at + 1) % circle.size()).equals(next);
            });
  }

  /** A bow to the left of the straight way, so that two that wait for each other have two arrows. */
  private static String path(Node from, Node to) {
    if (from.equals(to)) {
      int right = from.x + from.width / 2;
      return "M %d %d c 34 -22, 34 26, 3 12".formatted(right, from.y - 6);
    }
    double dx = to.x - from.x;
    double dy = to.y - from.y;
    double length = Math.hypot(dx, dy);
    double bow = Math.min(26, length / 6);
    double mx = (from.x + to.x) / 2.0 + bow * dy / length;
    double my = (from.y + to.y) / 2.0 - bow * dx / length;
    double[] start = edge(from, mx, my, 2);
    double[] end = edge(to, mx, my, 7);
    return String.format(
        Locale.ROOT, "M %.1f %.1f Q %.1f %.1f %.1f %.1f", start[0], start[1], mx, my, end[0], end[1]);
  }

  /** Where the way from the middle of a node to a point leaves its box, and a little further. */
  private static double[] edge(Node node, double x, double y, double further) {
    double dx = x - node.x;
    double dy = y - node.y;
    double halfWidth = node.width / 2.0 + further;
    double halfHeight = NODE_HEIGHT / 2.0 + further;
    double scale =
        Math.min(
            dx == 0 ? Double.MAX_VALUE : halfWidth / Math.abs(dx),
            dy == 0 ? Double.MAX_VALUE : halfHeight / Math.abs(dy));
    return new double[] {node.x + dx * scale, node.y + dy * scale};
  }
}
