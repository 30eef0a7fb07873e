/**
 * Builds and runs in a Docker container, one for each submission: the {@link
 * ipcgrade.sandbox.served.Server} in it makes the same bubblewrap containers as on a machine.
 *
 * <p>Testcontainers finds the engine, and its docker-java speaks with it. Its containers are not used: they
 * would bring Ryuk, a container with the engine's socket and an image of its own, to remove what is left
 * behind. Here a container ends with its standard input, and so with the grader, however that ends.
 */
@NullMarked
package ipcgrade.sandbox.docker;

import org.jspecify.annotations.NullMarked;
