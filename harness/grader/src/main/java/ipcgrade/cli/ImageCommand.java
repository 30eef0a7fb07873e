package ipcgrade.cli;

import picocli.CommandLine.Command;

/** {@code ipcgrade image}: commands for the image of the Docker sandbox. */
@Command(name = "image")
final class ImageCommand {}
