package dev.assay.backend.cuda;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts what a device is asked for, and how often somebody waits for work that is not done. */
final class SpiedDevice implements InvocationHandler {
  private static final Set<String> ASYNCHRONOUS =
      Set.of("launch", "multiply", "copy", "zero", "upload", "download");

  private final Device device;
  private final Map<String, Integer> counts = new TreeMap<>();
  private final Map<Object, Integer> marks = new HashMap<>();
  private int asked;
  private int done;
  private int waits;
  private boolean graphs = true;
  private boolean capturable = true;
  private boolean changeable = true;
  private boolean library;
  private boolean capturing;

  SpiedDevice(Device device) {
    this.device = device;
  }

  /** A device without graphs. */
  SpiedDevice withoutGraphs() {
    graphs = false;
    return this;
  }

  /** A device that finds in every capture something that it cannot hold. */
  SpiedDevice refusingCaptures() {
    capturable = false;
    return this;
  }

  /** A device whose graphs are as they were captured. */
  SpiedDevice refusingChanges() {
    changeable = false;
    return this;
  }

  /** A device with a convolution of its own, which hands everything on to the fallback. */
  SpiedDevice withLibrary() {
    library = true;
    return this;
  }

  Device device() {
    return proxy(Device.class, this);
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  /** How often a method was called; those of graphs begin with {@code graph.}. */
  int count(String method) {
    return counts.getOrDefault(method, 0);
  }

  /** How often somebody waited for something that was not known to be done. */
  int waits() {
    return waits;
  }

  private void count(String method, boolean asynchronous) {
    counts.merge(method, 1, Integer::sum);
    asked += asynchronous ? 1 : 0;
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    String name = method.getName();
    if (!capturing) {
      count(name, ASYNCHRONOUS.contains(name));
    }
    switch (name) {
      case "hasGraphs":
        return graphs;
      case "record":
        marks.put(arguments[0], asked);
        break;
      case "await":
        waitFor(marks.getOrDefault(arguments[0], 0));
        break;
      case "synchronize":
        waitFor(asked);
        break;
      case "convolution":
        if (library) {
          return arguments[0];
        }
        break;
      case "capture":
        return capture((Runnable) arguments[0]);
      default:
    }
    return call(device, method, arguments);
  }

  private void waitFor(int mark) {
    if (mark > done) {
      waits++;
      done = mark;
    }
  }

  private Device.Graph capture(Runnable work) {
    capturing = true;
    Device.Graph graph;
    try {
      graph = device.capture(work);
    } finally {
      capturing = false;
    }
    if (!capturable) {
      graph.close();
      throw new IllegalStateException("not this");
    }
    return proxy(
        Device.Graph.class,
        (proxy, method, arguments) -> {
          count("graph." + method.getName(), method.getName().equals("launch"));
          if (!changeable && method.getName().equals("set")) {
            throw new IllegalStateException("not so");
          }
          return call(graph, method, arguments);
        });
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
