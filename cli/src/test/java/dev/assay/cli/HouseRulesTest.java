package dev.assay.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import dev.assay.io.Text;
import dev.assay.study.Figure;
import dev.assay.study.Report;
import dev.assay.study.Table;
import dev.assay.tensor.Storage;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/** The rules of docs/architecture.md that a machine can check, over all modules. */
@AnalyzeClasses(packages = "dev.assay", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseRulesTest {

  @ArchTest
  static final ArchRule onlyBackendsAndKernelsTouchNativeLibraries =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.assay.backend.cpu..", "dev.assay.backend.cuda..", "dev.assay.kernels..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.bytedeco..");

  @ArchTest
  static final ArchRule arrowsPointDown =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("kernels")
          .definedBy("dev.assay.kernels..")
          .layer("engine")
          .definedBy(
              "dev.assay.tensor..",
              "dev.assay.backend..",
              "dev.assay.nn..",
              "dev.assay.train..",
              "dev.assay.data..",
              "dev.assay.io..",
              "dev.assay.random..")
          .layer("studies")
          .definedBy(
              "dev.assay.paper..",
              "dev.assay.reproduction..",
              "dev.assay.study..",
              "dev.assay.geometry..",
              "dev.assay.subspace..",
              "dev.assay.tree..",
              "dev.assay.clustering..",
              "dev.assay.algebra..",
              "dev.assay.store..",
              "dev.assay.sweep..",
              "dev.assay.measure..",
              "dev.assay.predictor..",
              "dev.assay.score..",
              "dev.assay.report..")
          .layer("cli")
          .definedBy(
              "dev.assay.cli..",
              "dev.assay.foreign..",
              "dev.assay.keras..",
              "dev.assay.onnx..",
              "dev.assay.pgdl..",
              "dev.assay.fetch..")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("studies")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("engine")
          .mayOnlyBeAccessedByLayers("studies", "cli")
          .whereLayer("kernels")
          .mayOnlyBeAccessedByLayers("engine", "cli");

  @ArchTest
  static final ArchRule whatMeasuresKnowsNotWhatBecomesOfIt =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.assay.measure..",
              "dev.assay.geometry..",
              "dev.assay.subspace..",
              "dev.assay.tree..",
              "dev.assay.algebra..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "dev.assay.store..",
                      "dev.assay.report..",
                      "dev.assay.reproduction..",
                      "dev.assay.paper..",
                      "dev.assay.study.statistics..")
                  .or(belongToAnyOf(Report.class, Figure.class, Table.class)))
          .because("else a result would be made anew when only a caption changes");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.assay.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule memoryComesFromWorkspaces =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.assay.tensor..", "dev.assay.backend..")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Storage.class);

  @ArchTest
  static final ArchRule nothingPrintsOutsideTheCommandLine =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.assay.cli..")
          .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS);

  @ArchTest
  static final ArchRule randomnessIsCounterBased =
      noClasses()
          .should()
          .dependOnClassesThat(
              DescribedPredicate.or(
                  JavaClass.Predicates.assignableTo(Random.class),
                  JavaClass.Predicates.assignableTo(ThreadLocalRandom.class)))
          .orShould()
          .callMethod(Math.class, "random");

  @ArchTest
  static final ArchRule nothingIsSharedByAllOfAProcess =
      fields()
          .that()
          .areStatic()
          .should()
          .beFinal()
          .because("several engines live in one process and know nothing of each other");

  @ArchTest
  static final ArchRule textIsTheSameUnderEveryLocale =
      noClasses()
          .that()
          .doNotBelongToAnyOf(Text.class)
          .should()
          .accessTargetWhere(describe("the machine's locale or character set", Machine::asked))
          .orShould()
          .dependOnClassesThat(describe("formats by locale", Machine::formats))
          .because("the same report has the same bytes everywhere: use dev.assay.io.Text.format");

  @ArchTest
  static final ArchRule reportsKnowNoFileFormat =
      noClasses()
          .that()
          .resideInAnyPackage("dev.assay.study..", "dev.assay.reproduction..", "dev.assay.paper..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.assay.report..");
}
