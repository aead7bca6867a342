package dev.assay.reproduction;

import dev.assay.store.TrainingSpec;
import dev.assay.study.Table;
import dev.assay.study.statistics.Bootstrap.Pairs;
import dev.assay.study.statistics.HyperparameterGrid;
import dev.assay.study.statistics.RankCorrelation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Networks that differ along some axes, one for each combination of their values, as the tasks of
 * PGDL do: a complexity measure is judged by how well it orders them by their generalisation gap.
 */
public final class Family {
  private final List<Hyperparameter> hyperparameters;
  private final Function<Setting, TrainingSpec> recipe;

  /**
   * What networks differ in.
   *
   * @param name as a person reads it, for example {@code weight decay}
   * @param meaning in a line
   * @param values of all members, each once: all integers or all real numbers
   */
  public record Hyperparameter(String name, String meaning, List<? extends Number> values) {
    public Hyperparameter {
      values = List.copyOf(values);
    }

    /** Whether networks differ in it. */
    public boolean varies() {
      return values.size() > 1;
    }

    /** Adds a column with each row's value. */
    <R> void column(Table.Builder<R> table, Function<R, Member> member) {
      String column = name.replace(' ', '_');
      Function<R, Number> value = row -> (Number) member.apply(row).setting.of(name);
      if (values.get(0) instanceof Integer) {
        table.integer(column, meaning, value);
      } else {
        table.real(column, "", meaning, value);
      }
    }

    /**
     * Kendall's tau of each set of networks, two at least, that differ along this axis only.
     *
     * @param pairs what is held against what, of a set
     */
    public <N> double[] taus(
        List<N> networks, Function<N, Member> member, Function<List<N>, Pairs> pairs) {
      return networks.stream()
          .collect(
              Collectors.groupingBy(
                  network -> others(member.apply(network)), TreeMap::new, Collectors.toList()))
          .values()
          .stream()
          .map(pairs)
          .filter(each -> each.x().length > 1)
          .mapToDouble(each -> RankCorrelation.kendall(each.x(), each.y()))
          .toArray();
    }

    /** Equal for networks that differ along this axis only. */
    String others(Member member) {
      Map<String, Object> others = new LinkedHashMap<>(member.setting.values);
      others.remove(name);
      return others.toString();
    }
  }

  /**
   * Where a member stands.
   *
   * @param values by the axes' names, in their order
   * @param seed of data and initial weights
   */
  public record Setting(Map<String, Object> values, long seed) {
    public Setting {
      values = new LinkedHashMap<>(values);
    }

    public Object of(String axis) {
      return values.get(axis);
    }

    public int integer(String axis) {
      return (Integer) of(axis);
    }

    public double real(String axis) {
      return (Double) of(axis);
    }
  }

  /** A network of the family. */
  public record Member(Setting setting, TrainingSpec training) {
    public long seed() {
      return setting.seed;
    }

    /** Where it stands, for example {@code width 32, depth 2, seed 1}. */
    public String words() {
      return setting.values.entrySet().stream()
          .map(axis -> axis.getKey() + " " + axis.getValue() + ", ")
          .collect(Collectors.joining("", "", "seed " + seed()));
    }
  }

  /**
   * @param hyperparameters those with several values are the axes
   * @param recipe how the network comes to be that has such a value of each hyperparameter
   */
  public Family(List<Hyperparameter> hyperparameters, Function<Setting, TrainingSpec> recipe) {
    this.hyperparameters = List.copyOf(hyperparameters);
    this.recipe = recipe;
  }

  /** The family that one seed makes; the last axis varies fastest. */
  public List<Member> members(long seed) {
    List<Map<String, Object>> settings = List.of(Map.of());
    for (Hyperparameter each : hyperparameters) {
      List<Map<String, Object>> longer = new ArrayList<>();
      for (Map<String, Object> setting : settings) {
        for (Object value : each.values()) {
          Map<String, Object> with = new LinkedHashMap<>(setting);
          with.put(each.name(), value);
          longer.add(with);
        }
      }
      settings = longer;
    }
    return settings.stream()
        .map(values -> new Setting(values, seed))
        .map(setting -> new Member(alongAxes(setting), recipe.apply(setting)))
        .toList();
  }

  private Setting alongAxes(Setting setting) {
    Map<String, Object> values = new LinkedHashMap<>(setting.values);
    hyperparameters.stream().filter(each -> !each.varies()).forEach(e -> values.remove(e.name()));
    return new Setting(values, setting.seed);
  }

  /** The grid that members of one seed make, gaps allowed. */
  public static HyperparameterGrid grid(List<Member> members) {
    return HyperparameterGrid.withGaps(
        members.stream().map(member -> List.copyOf(member.setting.values.values())).toList());
  }
}
