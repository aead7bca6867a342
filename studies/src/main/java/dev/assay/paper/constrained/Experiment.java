package dev.assay.paper.constrained;

import dev.assay.data.Dataset;
import dev.assay.nn.Network;
import dev.assay.paper.constrained.Findings.Measured;
import dev.assay.paper.constrained.Findings.Scaling;
import dev.assay.random.Streams;
import dev.assay.reproduction.Family;
import dev.assay.reproduction.Laboratory;
import dev.assay.study.Report;
import dev.assay.study.fragmentation.Rescaling;
import dev.assay.study.statistics.Bootstrap;
import dev.assay.subspace.PrincipalComponents;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Mouton, Theunissen and Davel 2024, "Input margins can predict generalization too".
 *
 * <p><b>Sample.</b> For each seed, a family of networks that differ in width, depth, weight decay
 * and batch size is trained on one training set; training samples are drawn to be measured.
 *
 * <p><b>Measure.</b> Each network's generalisation gap, and mean margins of correctly classified
 * training samples: in input space; constrained to the leading principal components of the training
 * set, to as many as Kneedle chooses, and to blocks of components; and at hidden layers, normalised
 * by total variance.
 *
 * <p><b>Aggregate and claim.</b> Kendall's tau between minus the mean margin and the gap over the
 * networks of a seed; see {@link Results}.
 */
final class Experiment {
  private static final double FACTOR = 8;

  private final Laboratory laboratory;
  private final Size scale;
  private final Map<Long, PrincipalComponents> components = new HashMap<>();

  Experiment(Laboratory laboratory, Size scale) {
    this.laboratory = laboratory;
    this.scale = scale;
  }

  Report run() {
    List<Long> seeds = laboratory.seeds(scale.seeds());
    Family family = new Family(laboratory, scale.family());
    List<Family.Member> members =
        seeds.stream().flatMap(seed -> family.members(seed).stream()).toList();
    laboratory.trainAll(members.stream().map(Family.Member::training).toList());
    Map<Long, Integer> knees = new HashMap<>();
    seeds.forEach(seed -> knees.put(seed, components(seed).kneeComponents()));
    Findings findings =
        new Findings(scale, seeds, measured(family, members), scalings(members), knees);
    return Results.report(laboratory, findings, Bootstrap.standard(seeds.get(0)));
  }

  private List<Measured> measured(Family family, List<Family.Member> members) {
    List<Measured> found = new ArrayList<>();
    Laboratory.Stage stage = laboratory.stage("margins of the family", 2 * members.size());
    for (Family.Member member : members) {
      MeanMargins margins =
          stage.measure(
              key("mean margins", member),
              member.training(),
              0,
              MeanMargins.class,
              network -> margins(network, member));
      found.add(new Measured(member, family.accuracy(stage, member), margins));
    }
    return found;
  }

  private Map<String, Object> key(String what, Family.Member member) {
    return Map.of(
        "what", what,
        "data", member.train().provenance(),
        "samples", samples(member.train(), member.seed()),
        "components", scale.components(),
        "blocks", scale.blocks(),
        "blockSize", scale.blockSize(),
        "solvers", MeanMargins.solvers());
  }

  private MeanMargins margins(Network network, Family.Member member) {
    return MeanMargins.of(
        network,
        member.train(),
        samples(member.train(), member.seed()),
        components(member.seed()),
        scale);
  }

  private int[] samples(Dataset data, long seed) {
    int[] order = Streams.permutation(Streams.key(seed, "measured samples"), data.count());
    int[] drawn = Arrays.copyOf(order, Math.min(scale.samples(), order.length));
    Arrays.sort(drawn);
    return drawn;
  }

  private PrincipalComponents components(long seed) {
    return components.computeIfAbsent(
        seed,
        s -> {
          Dataset data = laboratory.train(scale.family().train(), s);
          return PrincipalComponents.of(
              data.images(), data.count(), data.sample().intSize(), laboratory.algebra());
        });
  }

  /** The first and the last network of each seed, with other weights that compute the same. */
  private List<Scaling> scalings(List<Family.Member> members) {
    int size = scale.family().size();
    List<Family.Member> some = new ArrayList<>();
    for (int first = 0; first < members.size(); first += size) {
      some.add(members.get(first));
      some.add(members.get(first + size - 1));
    }
    Laboratory.Stage stage = laboratory.stage("re-scaled networks", some.size());
    List<Scaling> found = new ArrayList<>();
    for (Family.Member member : some) {
      Map<String, Object> key = new HashMap<>(key("margins of a re-scaled network", member));
      key.put("factor", FACTOR);
      found.add(
          stage.measure(
              key,
              member.training(),
              0,
              Scaling.class,
              network -> {
                Map<String, float[]> weights = network.parameters().values();
                MeanMargins before = margins(network, member);
                Map<String, float[]> others = Rescaling.of(network.architecture(), weights, FACTOR);
                network.parameters().set(others);
                return new Scaling(
                    before,
                    margins(network, member),
                    Rescaling.weightNorm(weights),
                    Rescaling.weightNorm(others));
              }));
    }
    return found;
  }
}
