package ipcgrade.spec;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.constructor.BaseConstructor;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** A YAML document as a tree of nodes, of which no objects are made, whatever their tags ask for. */
public final class YamlNodes {
  private YamlNodes() {}

  /**
   * The nodes of the only document, or null if there is none; the library's own way to them is not exported.
   *
   * @throws YamlEngineException if it is not YAML
   */
  public static @Nullable Node compose(String text, LoadSettings settings) {
    BaseConstructor nodes =
        new BaseConstructor(settings) {
          @Override
          public Object constructSingleDocument(Optional<Node> node) {
            return node;
          }
        };
    return new Load(settings, nodes).loadFromString(text) instanceof Optional<?> found
        && found.orElse(null) instanceof Node node
            ? node
            : null;
  }
}
