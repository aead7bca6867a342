package dev.assay.backend.cuda;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Device memory that is only counted, and host memory that is Java arrays; writes down what it is
 * asked for. Copies happen when they are waited for, as late as a device may do them.
 */
final class FakeDevice implements Device {
  final List<String> log = new ArrayList<>();
  final Map<Long, Long> blocks = new HashMap<>();
  final Map<Long, float[]> host = new HashMap<>();
  final float[] memory = new float[1024];
  private final List<Runnable> pending = new ArrayList<>();
  private final int[] marks = new int[EVENTS];
  private int asked;
  private int done;
  private final long total;
  private long next = 4096;

  FakeDevice(long total) {
    this.total = total;
  }

  @Override
  public String description() {
    return "fake";
  }

  @Override
  public long totalBytes() {
    return total;
  }

  @Override
  public long freeBytes() {
    return total - blocks.values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public long allocate(long bytes) {
    log.add("allocate " + bytes);
    if (bytes > freeBytes()) {
      return 0;
    }
    long address = next;
    next += bytes;
    blocks.put(address, bytes);
    return address;
  }

  @Override
  public void free(long address) {
    log.add("free " + blocks.remove(address));
  }

  @Override
  public long allocateHost(long bytes) {
    long address = -(host.size() + 1);
    host.put(address, new float[(int) (bytes / Float.BYTES)]);
    return address;
  }

  @Override
  public void freeHost(long address) {
    if (host.remove(address) == null) {
      throw new AssertionError("not host memory, or freed before: " + address);
    }
  }

  @Override
  public void put(float[] source, int from, int count, long address) {
    log.add("put " + count);
    System.arraycopy(source, from, host.get(address), 0, count);
  }

  @Override
  public void get(long address, float[] target, int from, int count) {
    log.add("get " + count);
    System.arraycopy(host.get(address), 0, target, from, count);
  }

  @Override
  public void upload(long from, long address, long bytes) {
    log.add("upload");
    later(() -> System.arraycopy(host.get(from), 0, memory, index(address), (int) bytes / 4));
  }

  @Override
  public void download(long address, long to, long bytes) {
    log.add("download");
    later(() -> System.arraycopy(memory, index(address), host.get(to), 0, (int) bytes / 4));
  }

  private void later(Runnable task) {
    pending.add(task);
    asked++;
  }

  private static int index(long address) {
    return (int) address / Float.BYTES;
  }

  @Override
  public void copy(long from, long to, long bytes) {}

  @Override
  public void zero(long address, long bytes) {}

  @Override
  public void record(int event) {
    marks[event] = asked;
    log.add("record " + event);
  }

  /** Does what was asked for before the last mark of the event, and no more. */
  @Override
  public void await(int event) {
    log.add("await " + event);
    while (done < marks[event]) {
      pending.remove(0).run();
      done++;
    }
  }

  @Override
  public void synchronize() {
    pending.forEach(Runnable::run);
    pending.clear();
    done = asked;
  }

  @Override
  public void launch(Kernel kernel, long count, int threads, long[] slots) {
    log.add(kernel.function() + " " + count);
  }

  @Override
  public void multiply(Product product, long a, long b, float beta, long c, int count) {}

  @Override
  public double time(Runnable work) {
    work.run();
    return 0;
  }

  @Override
  public boolean hasGraphs() {
    return false;
  }

  @Override
  public Graph capture(Runnable work) {
    throw new IllegalStateException("no graphs here");
  }

  @Override
  public Convolution convolution(Convolution fallback, Launch launch) {
    return null;
  }

  @Override
  public void close() {}
}
