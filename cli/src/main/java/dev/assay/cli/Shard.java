package dev.assay.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Every so-manieth of a numbered list.
 *
 * @param index from 1
 * @param count of shards
 */
record Shard(int index, int count) {
  static final Shard ALL = new Shard(1, 1);

  boolean has(int number) {
    return (number - 1) % count == index - 1;
  }

  /** Reads {@code 3/8}. */
  static final class Reader implements ITypeConverter<Shard> {
    @Override
    public Shard convert(String text) {
      try {
        String[] parts = text.split("/", -1);
        Shard shard = new Shard(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
        if (parts.length == 2 && shard.index >= 1 && shard.index <= shard.count) {
          return shard;
        }
      } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
        // told below
      }
      throw new TypeConversionException("expected I/N with I from 1 to N, got '" + text + "'");
    }
  }
}
