/** The grader: builds, runs and judges submissions, and reports. */
module ipcgrade.grader {
  requires static org.jspecify;
  requires com.github.dockerjava.api;
  requires com.github.dockerjava.transport;
  requires com.google.common;
  requires com.networknt.schema;
  requires dev.cel;
  requires gg.jte.runtime;
  requires info.picocli;
  requires java.management;
  requires java.xml;
  requires ipcgrade.tracer;
  requires me.tongfei.progressbar;
  requires org.apache.commons.compress;
  requires org.apache.commons.csv;
  requires org.snakeyaml.engine;
  requires org.tukaani.xz;
  requires testcontainers;
  requires tools.jackson.core;
  requires tools.jackson.databind;
  requires tools.jackson.dataformat.yaml;

  // Jackson writes and reads the records of a result, the texts of a spec among them
  opens ipcgrade.report.html to
      tools.jackson.databind;
  opens ipcgrade.score to
      tools.jackson.databind;
  opens ipcgrade.spec to
      tools.jackson.databind;
  opens ipcgrade.store to
      tools.jackson.databind;

  // the lines that a sandbox is spoken with are made from these records
  exports ipcgrade.sandbox.served to
      ipcgrade.tracer;
  exports ipcgrade.spec to
      ipcgrade.tracer;

  // picocli reads the annotations of commands
  opens ipcgrade.cli to
      info.picocli;
}
