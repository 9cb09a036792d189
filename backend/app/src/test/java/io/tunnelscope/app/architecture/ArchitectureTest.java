package io.tunnelscope.app.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.tunnelscope.app.db.AcrossTenants;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.TenantId;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.SqlConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The walls inside the program. A rule that meets no class at all fails too. */
class ArchitectureTest {
  private static final String APP = "io.tunnelscope.app";
  private static final String CORE = "io.tunnelscope.core";

  /** Each may import those above it. */
  private static final List<String> ORDER =
      List.of(
          "identity",
          "refusal",
          "settings",
          "egress",
          "db",
          "http",
          "audit",
          "outbox",
          "blobs",
          "secrets",
          "tenants",
          "login",
          "providers",
          "gateways",
          "bundles",
          "runs",
          "history",
          "schedules",
          "commands",
          "slack",
          "arm",
          "demo",
          "verify",
          "cli",
          "bench");

  /** The settings' LogStore says where a store is and is none. */
  private static final String STORE =
      "io\\.tunnelscope\\.app\\.(?!settings\\.).*[.$][A-Za-z]+Store";

  /** SQL that opens a transaction or sets a tenant by hand. */
  static final Pattern OWN_TRANSACTION =
      Pattern.compile(
          "set_config|\"\\s*(BEGIN|COMMIT|ROLLBACK|SET\\s+(?!LOCAL)\\w+|RESET|LISTEN)\\b");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(APP, CORE);

  static Stream<String> packages() {
    return ORDER.stream();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void shouldHaveEveryPackageOfTheMap(String name) {
    assertThat(CLASSES.stream().filter(isIn(name))).as(name).isNotEmpty();
  }

  @Test
  void shouldKnowEveryPackageThereIs() {
    Stream<String> found =
        CLASSES.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> name.startsWith(APP + "."))
            .map(name -> name.substring(APP.length() + 1).split("\\.", 2)[0])
            .distinct();

    assertThat(found).isSubsetOf(ORDER);
  }

  @Test
  void shouldKeepTheCoreFreeOfEverythingButJava() {
    classes()
        .that()
        .resideInAPackage(CORE + "..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "javax.crypto..", CORE + "..")
        .check(CLASSES);
  }

  @Test
  void shouldHaveNoCycleBetweenFeatures() {
    slices().matching(APP + ".(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @ParameterizedTest
  @MethodSource("packages")
  void shouldImportOnlyFromAbove(String name) {
    String[] below =
        ORDER.subList(ORDER.indexOf(name) + 1, ORDER.size()).stream()
            .map(each -> APP + "." + each + "..")
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(APP + "." + name + "..")
        .should()
        .dependOnClassesThat(resideInAnyPackage(below))
        .check(CLASSES);
  }

  @Test
  void shouldKeepProvidersAwayFromDatabaseHttpAndFeatures() {
    classes()
        .that()
        .resideInAPackage(APP + ".providers..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "io.vertx.core..",
            "io.vertx.ext.web.client..",
            "org.slf4j..",
            "javax.security.auth.x500..", // names of certificates
            CORE + "..",
            APP + ".settings..", // the type of a secret
            APP + ".blobs..",
            APP + ".egress..",
            APP + ".providers..")
        .check(CLASSES);
    slices().matching(APP + ".providers.(*)..").should().notDependOnEachOther().check(CLASSES);
  }

  @Test
  void shouldKeepContainersOfBlobsAwayFromTheProduct() {
    classes()
        .that()
        .resideInAPackage(APP + ".blobs..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "io.vertx.core..",
            "com.azure..",
            APP + ".settings..", // the type of a secret
            APP + ".blobs..")
        .check(CLASSES);
    noClasses()
        .that(not(resideInAPackage(APP + ".blobs..")))
        .should()
        .dependOnClassesThat(resideInAnyPackage("com.azure..", "reactor.."))
        .check(CLASSES);
  }

  @Test
  void shouldSpeakSqlInStoresOnly() {
    sqlInStoresOnly().forEach(rule -> rule.check(CLASSES));
  }

  static List<ArchRule> sqlInStoresOnly() {
    return List.of(
        noClasses()
            .that(
                not(
                    resideInAPackage(APP + ".db..")
                        .or(named(".*(Store|Queue|AuditLog)"))
                        // The row mappers that several stores of a feature share.
                        .or(named(".*\\.(RunRows|Columns|ScheduleRows)"))))
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.vertx.sqlclient..", "io.vertx.pgclient..")),
        noClasses()
            .that(
                not(
                    resideInAnyPackage(APP + ".db..", APP + ".verify..")
                        .or(named(".*\\.tenants\\.Tenant(Operator|Tables|Removal|Copy)"))
                        .or(named(".*\\.bench\\.HistoryWorld"))))
            .should()
            .dependOnClassesThat(
                resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..")));
  }

  /** What checks the audit must not be wrong in the same way as what writes it. */
  @Test
  void shouldShareNothingBetweenTheAuditAndItsVerifier() {
    classes()
        .that()
        .resideInAPackage(APP + ".verify..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "com.fasterxml.jackson.core..", APP + ".verify..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackages(APP + ".cli..", APP + ".verify..")
        .should()
        .dependOnClassesThat(resideInAnyPackage(APP + ".verify.."))
        .check(CLASSES);
  }

  @Test
  void shouldKnowHttpRequestsInRoutesOnly() {
    requestsInRoutesOnly().forEach(rule -> rule.check(CLASSES));
  }

  static List<ArchRule> requestsInRoutesOnly() {
    return List.of(
        noClasses()
            .that(not(resideInAnyPackage(APP + ".http..", APP + ".login..").or(named(".*Routes"))))
            .should()
            .dependOnClassesThat(assignableTo(RoutingContext.class)));
  }

  @Test
  void shouldWaitOnVirtualThreadsOnly() {
    waitsOnVirtualThreadsOnly().forEach(rule -> rule.check(CLASSES));
  }

  static List<ArchRule> waitsOnVirtualThreadsOnly() {
    DescribedPredicate<JavaCall<?>> await =
        target(owner(assignableTo(Future.class))).and(target(nameMatching("await")));
    return List.of(
        noClasses()
            .that(
                not(
                    resideInAnyPackage(APP + ".cli..", APP + ".bench..")
                        .or(named(".*\\.(RunWorker|RunTask|Sender)"))))
            .should()
            .callCodeUnitWhere(await.as("await a future")));
  }

  @Test
  void shouldNeverBlockNorEndTheProcess() {
    noBlockingAndNoExit().forEach(rule -> rule.check(CLASSES));
  }

  static List<ArchRule> noBlockingAndNoExit() {
    return List.of(
        noClasses()
            .should()
            .callCodeUnitWhere(
                target(owner(assignableTo(Thread.class)))
                    .and(target(nameMatching("sleep")))
                    .as("sleep"))
            .orShould()
            .callMethod(Future.class, "toCompletionStage")
            .orShould()
            .callCodeUnitWhere(
                target(owner(assignableTo(CompletableFuture.class)))
                    .and(target(nameMatching("get|join")))
                    .and(
                        describe(
                            "without a deadline",
                            call -> call.getTarget().getRawParameterTypes().isEmpty()))),
        noClasses()
            .that(not(named(APP + "\\.Main")))
            .should()
            .callMethod(System.class, "exit", int.class));
  }

  @Test
  void shouldTakeTheTenantFirstInEveryStore() {
    tenantFirst().forEach(rule -> rule.check(CLASSES));
  }

  static List<ArchRule> tenantFirst() {
    return List.of(
        methods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat(
                describe("are stores", each -> each.getFullName().matches(STORE)))
            .and()
            .doNotHaveName("close")
            .and()
            .areNotAnnotatedWith(AcrossTenants.class)
            .should(takeTheTenantFirst()));
  }

  @Test
  void shouldTakeTimeAndIdsFromMainOnly() {
    timeAndIdsFromMain().forEach(rule -> rule.check(CLASSES));
  }

  static List<ArchRule> timeAndIdsFromMain() {
    return List.of(
        noClasses()
            .that(not(named(APP + "\\.Main")))
            .should()
            .callCodeUnitWhere(
                target(owner(resideInAPackage("java.time..")))
                    .and(target(nameMatching("now")))
                    .and(
                        describe(
                            "without a clock",
                            call -> call.getTarget().getRawParameterTypes().isEmpty())))
            .orShould()
            .callCodeUnitWhere(
                target(owner(assignableTo(Clock.class)))
                    .and(target(nameMatching("system.*|tick.*"))))
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .callMethod(System.class, "currentTimeMillis"));
  }

  @Test
  void shouldLetNobodyImportTheDoorsButMain() {
    noClasses()
        .that(not(named(APP + "\\.(Main|Application)")))
        .and()
        .resideOutsideOfPackages(APP + ".arm..", APP + ".cli..", APP + ".slack..", APP + ".bench..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(APP + ".arm..", APP + ".cli..", APP + ".slack..", APP + ".bench.."))
        .check(CLASSES);
  }

  @Test
  void shouldUseNoneOfTheHandlersThatLetForgeriesThrough() {
    noForgeableHandlers().forEach(rule -> rule.check(CLASSES));
  }

  static List<ArchRule> noForgeableHandlers() {
    return List.of(
        noClasses()
            .should()
            .dependOnClassesThat(
                named(
                    "io\\.vertx\\.ext\\.web\\..*"
                        + "(OAuth2AuthHandler|CSRFHandler|CorsHandler|StaticHandler|SessionHandler|SessionStore)")),
        noClasses()
            .that(not(named(".*\\.login\\.AuthorizeUrl")))
            .should()
            .dependOnClassesThat(resideInAPackage("io.vertx.ext.auth..")),
        noClasses()
            // The CLI asks our own API; the SDK of blobs brings a way out of its own.
            .that(not(resideInAnyPackage(APP + ".egress..", APP + ".cli..", APP + ".blobs..")))
            .should()
            .dependOnClassesThat(
                named("io\\.vertx\\.core\\.http\\.HttpClient.*|java\\.net\\.http\\..*")));
  }

  /** What byte code does not show. */
  @Test
  void shouldOpenTransactionsAndSetTheTenantInDbOnly() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
      List<Path> found =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> !file.toString().contains("/app/db/"))
              // Fills a database of its own, as the superuser.
              .filter(file -> !file.endsWith("bench/HistoryWorld.java"))
              .filter(file -> OWN_TRANSACTION.matcher(read(file)).find())
              .toList();

      assertThat(found).isEmpty();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DescribedPredicate<JavaClass> named(String pattern) {
    // Lambdas and nested classes belong to the class around them.
    return describe(
        "named " + pattern,
        each -> {
          JavaClass outermost = each;
          while (outermost.getEnclosingClass().isPresent()) {
            outermost = outermost.getEnclosingClass().get();
          }
          return outermost.getFullName().matches(pattern);
        });
  }

  private static DescribedPredicate<JavaClass> isIn(String name) {
    return resideInAPackage(APP + "." + name + "..")
        .and(describe("with code", each -> !each.getSimpleName().equals("package-info")));
  }

  /** Alone, inside the caller's transaction, or within the principal that carries it. */
  private static ArchCondition<JavaMethod> takeTheTenantFirst() {
    Set<String> first = Set.of(TenantId.class.getName(), Principal.class.getName());
    return new ArchCondition<>("take the tenant first") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        List<String> types =
            method.getRawParameterTypes().stream()
                .map(JavaClass::getName)
                .dropWhile(SqlConnection.class.getName()::equals)
                .toList();
        boolean tenantFirst = !types.isEmpty() && first.contains(types.getFirst());
        boolean isStatic = method.getModifiers().contains(JavaModifier.STATIC);
        events.add(
            new SimpleConditionEvent(
                method, tenantFirst || isStatic, method.getFullName() + " takes no tenant first"));
      }
    };
  }
}
