package io.tunnelscope.app.testing;

import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a {@link LabTest} the lab, or skips it with the lab's own words. */
final class LabExtension implements ExecutionCondition, ParameterResolver {
  private record Obstacle(Optional<String> reason) {}

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return ofJvm(context)
        .computeIfAbsent(Obstacle.class, key -> new Obstacle(IpsecLab.obstacle()), Obstacle.class)
        .reason()
        .map(ConditionEvaluationResult::disabled)
        .orElseGet(() -> ConditionEvaluationResult.enabled("this machine can run the lab"));
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == IpsecLab.class;
  }

  @Override
  public IpsecLab resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return ofJvm(context).computeIfAbsent(IpsecLab.class, key -> IpsecLab.start(), IpsecLab.class);
  }

  private static Store ofJvm(ExtensionContext context) {
    return context.getRoot().getStore(Namespace.GLOBAL);
  }
}
