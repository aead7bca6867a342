package dev.assay.reproduction;

import dev.assay.store.TrainingSpec;
import dev.assay.study.statistics.HyperparameterGrid;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Networks that differ along some axes, one for each combination of their values, as the tasks of
 * PGDL do: a complexity measure is judged by how well it orders them by their generalisation gap.
 */
public final class Family {
  private final List<Hyperparameter> axes;
  private final Function<Setting, TrainingSpec> recipe;

  /**
   * What networks differ in.
   *
   * @param name as a person reads it, for example {@code weight decay}
   * @param values of all members, each once
   */
  public record Hyperparameter(String name, List<?> values) {
    public Hyperparameter {
      values = List.copyOf(values);
    }

    /** Equal for networks that differ along this axis only. */
    public String others(Member member) {
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
  }

  /**
   * @param recipe how the network of a setting comes to be
   */
  public Family(List<Hyperparameter> axes, Function<Setting, TrainingSpec> recipe) {
    this.axes = List.copyOf(axes);
    this.recipe = recipe;
  }

  /** The family that one seed makes; the last axis varies fastest. */
  public List<Member> members(long seed) {
    List<Map<String, Object>> settings = List.of(Map.of());
    for (Hyperparameter axis : axes) {
      List<Map<String, Object>> longer = new ArrayList<>();
      for (Map<String, Object> setting : settings) {
        for (Object value : axis.values()) {
          Map<String, Object> with = new LinkedHashMap<>(setting);
          with.put(axis.name(), value);
          longer.add(with);
        }
      }
      settings = longer;
    }
    return settings.stream()
        .map(values -> new Setting(values, seed))
        .map(setting -> new Member(setting, recipe.apply(setting)))
        .toList();
  }

  /** The grid that members of one seed make, gaps allowed. */
  public static HyperparameterGrid grid(List<Member> members) {
    return HyperparameterGrid.withGaps(
        members.stream().map(member -> List.copyOf(member.setting.values.values())).toList());
  }
}
