package io.tunnelscope.app.cli;

import io.tunnelscope.app.demo.DemoLab;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "demo",
    description = {
      "Starts everything on this machine, with simulated gateways to try.",
      "Keeps its data between starts; Ctrl-C ends it."
    })
final class DemoVerb implements Verb {
  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Where to listen; 0 takes a free one. Default: 8080.")
  private Optional<Integer> port;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where the data is kept. Default: .tunnelscope/demo in the checkout.")
  private Optional<Path> data;

  @Option(names = "--lab", description = "Add the three real gateways of the lab. Linux, root.")
  private boolean lab;

  @Mixin HelpOption help;

  @Override
  public ExitStatus run(Terminal terminal) throws InterruptedException {
    var wanted = port.map(OptionalInt::of).orElse(OptionalInt.empty());
    if (wanted.isPresent() && (wanted.getAsInt() < 0 || wanted.getAsInt() > 65_535)) {
      throw CommandFailed.usage(
          "--port takes a number from 0 to 65535: not " + wanted.getAsInt(),
          "--port에는 0부터 65535까지의 숫자를 지정하십시오: " + wanted.getAsInt() + "은(는) 사용할 수 없습니다");
    }
    var folder = data.orElseGet(() -> DataFolder.byDefault(terminal));
    var gateways =
        lab ? Optional.of(new DemoLab(LabFolder.find(terminal))) : Optional.<DemoLab>empty();
    return new DemoServer(terminal, folder.toAbsolutePath().normalize(), wanted, gateways).run();
  }
}
