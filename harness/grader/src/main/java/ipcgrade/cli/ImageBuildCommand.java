package ipcgrade.cli;

import ipcgrade.sandbox.docker.Docker;
import ipcgrade.sandbox.local.Home;
import ipcgrade.spec.SpecLoader;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ipcgrade image build}: makes the image of the Docker sandbox. */
@Command(name = "build")
final class ImageBuildCommand implements Callable<Integer> {
  @Mixin
  private final Output output;

  @Option(names = "--spec", paramLabel = "FILE", descriptionKey = "image.build.spec")
  private @Nullable Path spec;

  @Option(names = "--from-debian", descriptionKey = "image.build.from-debian")
  private boolean fromDebian;

  ImageBuildCommand(Surroundings surroundings) {
    this.output = new Output(surroundings);
  }

  @Override
  public Integer call() throws Exception {
    Optional<String> base = spec == null ? Optional.empty() : SpecLoader.load(spec).image();
    Docker docker = Docker.find(Home.find(), base);
    if (docker.isReady()) {
      Notices.say(output, output.words().get("image.ready", docker.image()));
    } else {
      ImageBuild.run(docker, fromDebian, output);
      Notices.say(output, output.words().get("image.built", docker.image()));
    }
    return ExitCode.DONE;
  }
}
