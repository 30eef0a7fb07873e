package ipcgrade.cli;

import picocli.CommandLine.Command;

/** {@code ipcgrade spec}: the commands for grading.yml. */
@Command(name = "spec")
final class SpecCommand {}
