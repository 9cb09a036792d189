package io.tunnelscope.app.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each wall that security rests on notices who breaks through it. */
class PlantedBreachesTest {
  private static final JavaClasses BREACHES =
      new ClassFileImporter()
          .importPackages(PlantedBreachesTest.class.getPackageName() + ".planted");

  @TestFactory
  Stream<DynamicTest> shouldNoticeEachBreach() {
    return Stream.of(
        breach("OwnPool", ArchitectureTest::sqlInStoresOnly),
        breach("OwnConnection", ArchitectureTest::sqlInStoresOnly),
        breach("RequestInside", ArchitectureTest::requestsInRoutesOnly),
        breach("Waiting", ArchitectureTest::waitsOnVirtualThreadsOnly),
        breach("Sleeping", ArchitectureTest::noBlockingAndNoExit),
        breach("Blocking", ArchitectureTest::noBlockingAndNoExit),
        breach("Ending", ArchitectureTest::noBlockingAndNoExit),
        breach("OwnClock", ArchitectureTest::timeAndIdsFromMain),
        breach("OwnIds", ArchitectureTest::timeAndIdsFromMain),
        breach("StockHandler", ArchitectureTest::noForgeableHandlers),
        breach("OwnWayOut", ArchitectureTest::noForgeableHandlers),
        breach("StrayStore", ArchitectureTest::tenantFirst));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "connection.query(\"BEGIN\")",
        "connection.query(\"  SET search_path = x\")",
        "connection.query(\"SET SESSION app.tenant_id = 'x'\")",
        "connection.query(\"SELECT set_config('app.tenant_id', $1, false)\")",
        "connection.query(\"LISTEN runs\")",
        "connection.query(\"RESET ROLE\")"
      })
  void shouldNoticeATransactionByHand(String source) {
    assertThat(ArchitectureTest.OWN_TRANSACTION.matcher(source).find()).isTrue();
  }

  private static DynamicTest breach(String name, Supplier<List<ArchRule>> rules) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          var only = BREACHES.that(describedAs(name));
          assertThat(rules.get())
              .anySatisfy(
                  rule ->
                      assertThat(rule.allowEmptyShould(true).evaluate(only).hasViolation())
                          .isTrue());
        });
  }

  private static DescribedPredicate<JavaClass> describedAs(String name) {
    return DescribedPredicate.describe(name, each -> each.getSimpleName().equals(name));
  }
}
