package io.tunnelscope.app.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Explains the lab, which the launcher runs before we are there. */
@Command(
    name = "lab",
    description = {
      "Makes real strongSwan gateways on this machine, and real faults in them. Needs Linux and root.",
      "  up                     creates the lab; again: brings it back to healthy.",
      "  down                   stops it and leaves nothing.",
      "  status                 gateways and tunnels; ends with 0 only when all is healthy.",
      "  fault NAME             heals the lab, then injects one fault.",
      "  heal                   takes back whatever fault is on.",
      "  faults                 lists the faults and what a diagnosis of each should say.",
      "  sockets                tells the path of each gateway's VICI socket.",
      "  dial GW CONN [SECS]    initiates a connection of a gateway: a, b or c.",
      "  ping GW CONN [SIZE]    pings the far side through the tunnel.",
      "  swanctl GW ARGS...     runs swanctl against one gateway.",
      "  proof NAME             ends with 0 once the evidence of that fault exists.",
      "  snapshot DIR           saves what VICI and the logs since the fault say.",
      "LAB_PREFIX and LAB_DIR make a second lab beside the first; lab/README.md has all settings."
    })
final class LabVerb implements Verb {
  @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "What to do with the lab.")
  List<String> command;

  @Mixin HelpOption help;

  @Override
  public ExitStatus run(Terminal terminal) {
    throw new CommandFailed(
        ExitStatus.UNREACHABLE,
        "the lab is part of a checkout: run ./tunnelscope lab there",
        "실험 환경은 체크아웃에 들어 있습니다: 체크아웃에서 ./tunnelscope lab을 실행하십시오");
  }
}
