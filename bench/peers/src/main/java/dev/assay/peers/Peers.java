package dev.assay.peers;

import dev.assay.io.SafeTensors;
import java.nio.file.*;

public final class Peers {
  public static void main(String[] a) throws Exception {
    boolean smoke = a[0].equals("smoke");
    Path d = Files.createTempDirectory("peers");
    try (WorkerProcess ours = new WorkerProcess(Side.ASSAY.variants(2).get(0), 2);
         WorkerProcess torch = new WorkerProcess(Side.LIBTORCH.variants(2).get(Integer.parseInt(a[1])), 2);
         WorkerProcess ort = new WorkerProcess(Side.ONNX_RUNTIME.variants(2).get(1), 2)) {
      System.out.println(ours.describe()); System.out.println(torch.describe()); System.out.println(ort.describe());
      for (Catalog.Entry e : Catalog.standard(smoke)) {
        if (a.length > 2 && !e.label().equals(a[2])) continue;
        System.out.println(e.label() + " " + e.title());
        ours.prepare(e.workload()); ours.outputs(d.resolve("o"));
        SafeTensors o = SafeTensors.read(d.resolve("o"));
        for (WorkerProcess p : new WorkerProcess[] {torch, ort}) {
          if (!p.variant().side().runs(e.workload())) continue;
          p.prepare(e.workload()); p.outputs(d.resolve("p"));
          System.out.println("  " + p.variant() + " " + Agreement.errors(o.tensors(), SafeTensors.read(d.resolve("p")).tensors()));
          System.out.println("   " + e.workload().items() / ours.time(0.2, 1) + " vs " + e.workload().items() / p.time(0.2, 1));
        }
      }
    }
  }
}
