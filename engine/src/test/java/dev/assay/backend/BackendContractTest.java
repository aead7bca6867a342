package dev.assay.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.assay.backend.Fixture.Result;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What every backend owes: each operation agrees with the reference, writes nothing but its
 * outputs, and gives a sample the same bits alone, in a slice and in a batch. The reference itself
 * is checked against independent oracles elsewhere.
 */
class BackendContractTest {
  private static final Backend REFERENCE = TestBackends.reference(1);

  private static final List<OperationCase> CASES =
      Stream.of(
              ConvolutionCases.all(),
              DenseCases.all(),
              PoolingCases.all(),
              ActivationCases.all(),
              BatchNormCases.all(),
              BranchCases.all(),
              MoveCases.all(),
              SegmentCases.all(),
              ComparisonCases.all(),
              TrainingCases.all())
          .flatMap(List::stream)
          .toList();

  private static final Set<String> IN_PARTS =
      Set.of("conv2d", "conv2dBackwardData", "conv2dBackwardWeights", "dense", "denseBackwardData");

  @AfterAll
  static void nothingIsLeft() {
    assertThat(REFERENCE.liveBytes()).isZero();
  }

  @TestFactory
  Stream<DynamicNode> agreesWithTheReference() {
    return TestBackends.available().stream()
        .filter(candidate -> !candidate.name().equals(REFERENCE.name()))
        .map(candidate -> each(candidate, CASES, BackendContractTest::compare));
  }

  @TestFactory
  Stream<DynamicNode> samplesAreIndependent() {
    List<OperationCase> batches = CASES.stream().filter(one -> one.samples() > 1).toList();
    return TestBackends.available().stream()
        .map(
            candidate ->
                each(candidate, batches, (one, backend) -> regroup(one, backend, candidate)));
  }

  /** The check of a case on a backend. */
  private interface Check {
    void run(OperationCase one, Backend backend);
  }

  private static DynamicNode each(
      TestBackends.Candidate candidate, List<OperationCase> cases, Check check) {
    Stream<DynamicTest> tests =
        cases.stream().map(one -> dynamicTest(one.name(), () -> open(candidate, one, check)));
    return dynamicContainer(candidate.name(), tests);
  }

  private static void open(TestBackends.Candidate candidate, OperationCase one, Check check) {
    try (Backend backend = candidate.open(1)) {
      check.run(one, backend);
      assertThat(backend.liveBytes()).isZero();
    }
  }

  private static void compare(OperationCase one, Backend backend) {
    Map<String, Result> expected = one.run(REFERENCE).results();
    Map<String, Result> actual = one.run(backend).results();
    assertThat(actual.keySet()).isEqualTo(expected.keySet()).isNotEmpty();
    expected.forEach((name, result) -> near(name, result, actual.get(name).values()));
  }

  private static void near(String name, Result expected, float[] actual) {
    for (int i = 0; i < actual.length; i++) {
      float wanted = expected.values()[i];
      if (!Float.isFinite(wanted)) {
        throw new AssertionError("%s at %d: the reference gives %s".formatted(name, i, wanted));
      }
      if (!(Math.abs((double) wanted - actual[i]) <= expected.tolerance())) {
        throw new AssertionError(
            "%s at %d: reference %s, got %s, tolerance %.2e"
                .formatted(name, i, wanted, actual[i], expected.tolerance()));
      }
    }
  }

  private static void regroup(
      OperationCase one, Backend backend, TestBackends.Candidate candidate) {
    int samples = one.samples();
    Map<String, Result> full = one.run(backend).results();
    int[] all = IntStream.range(0, samples).toArray();
    int[] reversed = IntStream.of(all).map(n -> samples - 1 - n).toArray();
    same(one, backend, candidate.exact(), full, 0);
    same(one, backend, candidate.exact(), full, samples - 1);
    same(one, backend, candidate.exact(), full, Arrays.copyOfRange(all, 0, samples / 2));
    same(one, backend, candidate.exact(), full, Arrays.copyOfRange(all, samples / 2, samples));
    if (!one.positional()) {
      same(one, backend, candidate.exact(), full, reversed);
    }
  }

  /** The same bits, or, where that is not promised, within the operation's tolerance. */
  private static void same(
      OperationCase one,
      Backend backend,
      boolean exact,
      Map<String, Result> full,
      int... selection) {
    Map<String, Result> some = one.run(backend, selection).results();
    full.forEach(
        (name, result) -> {
          int size = result.perSample();
          for (int n = 0; size > 0 && n < selection.length; n++) {
            int from = selection[n] * size;
            float[] expected = Arrays.copyOfRange(result.values(), from, from + size);
            float[] actual = Arrays.copyOfRange(some.get(name).values(), n * size, (n + 1) * size);
            String what =
                "%s of sample %d in %s".formatted(name, selection[n], Arrays.toString(selection));
            if (exact) {
              // equality of float arrays here is equality of bits
              assertThat(Arrays.equals(actual, expected)).as(what).isTrue();
            } else {
              near(what, new Result(expected, size, result.tolerance()), actual);
            }
          }
        });
  }

  /** Whatever can be computed in parts has the bits of one call, in however many parts. */
  @TestFactory
  Stream<DynamicNode> partsAreTheWhole() {
    List<OperationCase> divisible =
        CASES.stream().filter(one -> IN_PARTS.contains(one.operation())).toList();
    assertThat(divisible).extracting(OperationCase::operation).containsAll(IN_PARTS);
    return TestBackends.available().stream()
        .map(candidate -> each(candidate, divisible, BackendContractTest::divide));
  }

  private static void divide(OperationCase one, Backend backend) {
    Map<String, Result> whole = one.run(backend).results();
    for (int parts : new int[] {2, 3, 5}) {
      Map<String, Result> divided = one.run(inParts(backend, parts)).results();
      whole.forEach(
          (name, result) ->
              assertThat(Arrays.equals(divided.get(name).values(), result.values()))
                  .as("%s in %d parts", name, parts)
                  .isTrue());
    }
  }

  /** A backend that computes part by part, the last part first, what is asked for as a whole. */
  private static Backend inParts(Backend backend, int parts) {
    return proxy(
        (method, arguments) -> {
          if (!IN_PARTS.contains(method.getName())) {
            return method.invoke(backend, arguments);
          }
          int at = List.of(method.getParameterTypes()).indexOf(int.class);
          for (int part = parts - 1; part >= 0; part--) {
            Object[] some = arguments.clone();
            some[at] = part;
            some[at + 1] = parts;
            method.invoke(backend, some);
          }
          return null;
        });
  }

  /** Every case at once on three workers: no operation keeps state between or beside calls. */
  @TestFactory
  Stream<DynamicTest> threadsDoNotMatter() {
    return TestBackends.available().stream()
        .map(candidate -> dynamicTest(candidate.name(), () -> concurrently(candidate)));
  }

  private static void concurrently(TestBackends.Candidate candidate) {
    try (Backend backend = candidate.open(3)) {
      backend
          .workers()
          .run(
              CASES.size(),
              (index, worker) -> {
                OperationCase one = CASES.get(index);
                Map<String, Result> here = one.run(backend).results();
                Map<String, Result> again = one.run(backend).results();
                here.forEach(
                    (name, result) ->
                        assertThat(Arrays.equals(result.values(), again.get(name).values()))
                            .as(one.name() + ": " + name)
                            .isTrue());
              });
      assertThat(backend.liveBytes()).isZero();
    }
  }

  /** The cases cover every operation: leaving out any one of them is noticed. */
  @Test
  void everyOperationIsCovered() {
    List<String> operations =
        Arrays.stream(Backend.class.getDeclaredMethods())
            .filter(method -> method.getReturnType() == void.class && !method.isDefault())
            .map(Method::getName)
            .filter(name -> !name.equals("close"))
            .toList();
    assertThat(operations).hasSizeGreaterThan(20);
    assertThat(operations).allMatch(this::omissionIsNoticed);
  }

  private boolean omissionIsNoticed(String operation) {
    Backend broken = without(operation);
    String family = operation.replace("Pack", "");
    return CASES.stream()
        .filter(one -> one.operation().startsWith(family))
        .anyMatch(one -> fails(() -> compare(one, broken)));
  }

  private static boolean fails(Runnable check) {
    try {
      check.run();
      return false;
    } catch (AssertionError expected) {
      return true;
    }
  }

  /** The reference with one operation that does nothing. */
  private static Backend without(String operation) {
    return proxy(
        (method, arguments) ->
            method.getName().equals(operation) ? null : method.invoke(REFERENCE, arguments));
  }

  private interface Calls {
    Object handle(Method method, Object[] arguments) throws ReflectiveOperationException;
  }

  private static Backend proxy(Calls calls) {
    return (Backend)
        Proxy.newProxyInstance(
            Backend.class.getClassLoader(),
            new Class<?>[] {Backend.class},
            (proxy, method, arguments) -> {
              try {
                return calls.handle(method, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
