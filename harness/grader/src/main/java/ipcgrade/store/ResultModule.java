package ipcgrade.store;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** How the values of a result are written: points without needless decimals, texts that are valid Unicode. */
final class ResultModule extends SimpleModule {
  private static final long serialVersionUID = 1L;

  ResultModule() {
    addSerializer(new Points(Double.class));
    addSerializer(new Points(double.class));
    addSerializer(new Text());
  }

  private static final class Points extends StdSerializer<Double> {
    Points(Class<Double> type) {
      super(type);
    }

    @Override
    public void serialize(Double value, JsonGenerator generator, SerializationContext context) {
      generator.writeNumber(ResultJson.points(value));
    }
  }

  private static final class Text extends StdSerializer<String> {
    Text() {
      super(String.class);
    }

    @Override
    public void serialize(String value, JsonGenerator generator, SerializationContext context) {
      generator.writeString(SafeText.unicode(value));
    }
  }
}
