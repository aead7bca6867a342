#!/usr/bin/env python3
"""The workloads of Assay's GpuBenchmark in PyTorch, on one GPU: samples per second, FP32 with TF32 off.

    python3 bench/peers/torch_gpu.py

Training steps eager and compiled; Jacobians of the ten logits by ten backward passes, torch.func.jacrev and vmap over
vjp, each eager and, where it works, compiled. Each twice: on tensors that lie on the GPU, and "from host", as Assay runs
them: inputs come from pinned memory, logits and Jacobians go back to pinned memory. Inputs take turns; times are between
CUDA events after a warm-up; the median of several rounds. The last column is the share of the rate of a large product,
measured here. What needs no compiler runs first.
"""
import statistics
import sys

import torch
from torch import nn

TRAIN, FORWARD, JACOBIAN, CLASSES, INPUTS = 128, 256, 64, 10, 4
ROUNDS, WARM, SECONDS = 5, 5, 0.3


def mlp():
    widths, layers = [784, 1000, 1000, 1000], []
    for a, b in zip(widths, widths[1:]):
        layers += [nn.Linear(a, b), nn.ReLU()]
    return nn.Sequential(*layers, nn.Linear(1000, CLASSES)), (784,)


def cnn(batch_norm):
    layers, before = [], 3
    for channels in (32, 64):
        for _ in range(2):
            layers.append(nn.Conv2d(before, channels, 3, padding=1))
            if batch_norm:
                layers.append(nn.BatchNorm2d(channels))
            layers.append(nn.ReLU())
            before = channels
        layers.append(nn.MaxPool2d(2))
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(64 * 64, 256), nn.ReLU(), nn.Linear(256, CLASSES)), (3, 32, 32)


NETWORKS = {"mlp": mlp, "cnn": lambda: cnn(False), "cnn-batch-norm": lambda: cnn(True)}
# multiply-adds of a forward pass per sample, times two; of the first layer, whose input needs no gradient in training
FLOPS = {"mlp": 5.588e6, "cnn": 51.05e6, "cnn-batch-norm": 51.05e6}
FIRST = {"mlp": 1.568e6, "cnn": 1.769e6, "cnn-batch-norm": 1.769e6}


def seconds(work, inputs):
    """Median time of one call; the inputs take turns."""

    def run(count):
        start, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        start.record()
        for i in range(count):
            work(inputs[i % len(inputs)])
        end.record()
        end.synchronize()
        return start.elapsed_time(end) / 1000 / count

    run(WARM)
    count = max(3, min(2000, int(SECONDS / max(run(3), 1e-6))))
    return statistics.median(run(count) for _ in range(ROUNDS))


def train_step(model, compiled):
    labels = torch.arange(TRAIN, device="cuda") % CLASSES
    optimizer = torch.optim.SGD(model.parameters(), lr=1e-6, momentum=0.9)
    loss_of = nn.CrossEntropyLoss()
    forward = torch.compile(model, mode="reduce-overhead") if compiled else model  # reduce-overhead: CUDA graphs

    def step(x):
        optimizer.zero_grad(set_to_none=True)
        loss = loss_of(forward(x.cuda(non_blocking=True)), labels)
        loss.backward()
        optimizer.step()
        return loss

    return step


def to_host(work):
    """The same, from pinned memory to pinned memory."""
    kept = []

    def run(x):
        result = work(x.cuda(non_blocking=True)).detach()
        if not kept:
            kept.append(torch.empty(result.shape, pin_memory=True))
        kept[0].copy_(result, non_blocking=True)
        torch.cuda.current_stream().synchronize()
        return kept[0]

    return run


def jacobians(model):
    """Ways to the same Jacobian: batch x classes x input."""
    eye = torch.eye(CLASSES, device="cuda")

    def passes(x):
        x = x.detach().requires_grad_()
        z = model(x)
        return torch.stack(
            [torch.autograd.grad(z[:, k].sum(), x, retain_graph=k + 1 < CLASSES)[0] for k in range(CLASSES)], 1)

    def one(x):
        return model(x.unsqueeze(0)).squeeze(0)

    def vmapped(x):
        _, pull = torch.func.vjp(model, x)
        rows = torch.func.vmap(lambda e: pull(e.expand(x.shape[0], CLASSES))[0])(eye)
        return rows.transpose(0, 1)

    jacrev = torch.func.vmap(torch.func.jacrev(one))
    return {"passes": passes, "jacrev": jacrev, "vmap": vmapped,
            "jacrev-compiled": torch.compile(jacrev), "vmap-compiled": torch.compile(vmapped)}


def floors():
    """Bytes per second of a large copy, FLOP per second of a large product."""
    a = torch.empty(1 << 28, device="cuda")
    b = torch.empty_like(a)
    bandwidth = 2 * 4 * a.numel() / seconds(lambda _: b.copy_(a), [None])
    m = torch.randn(8192, 8192, device="cuda")
    rate = 2 * 8192**3 / seconds(lambda _: m @ m, [None])
    return bandwidth, rate


def measure(network, label, samples, work, inputs, flops, rate):
    try:
        time = seconds(work, inputs)
        print(f"{network:15s} {label:46s} {samples / time:12.0f} {time * 1e6:10.1f} {100 * flops / rate / time:9.1f}",
              flush=True)
    except Exception as e:  # a compiler that is missing is no reason to stop
        first = (str(e).splitlines() or [""])[0][:80]
        print(f"{network:15s} {label}: {type(e).__name__} {first}", flush=True)


def batches(shape, count, host):
    made = [torch.randn(count, *shape) for _ in range(INPUTS)]
    return [x.pin_memory() if host else x.cuda() for x in made]


def training(name, model, shape, rate, compiled):
    how = "compiled" if compiled else "eager"
    flops = (3 * FLOPS[name] - FIRST[name]) * TRAIN
    step = train_step(model.train(), compiled)
    measure(name, "train | " + how, TRAIN, step, batches(shape, TRAIN, False), flops, rate)
    inputs = batches(shape, TRAIN, True)
    measure(name, "train from host | " + how, TRAIN, step, inputs, flops, rate)
    measure(name, "train from host, loss read | " + how, TRAIN, lambda x: step(x).item(), inputs, flops, rate)


def evaluation(name, model, shape, rate, compiled):
    model.eval()
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    if not compiled:
        flops = FLOPS[name] * FORWARD
        with torch.no_grad():
            measure(name, "forward | eager", FORWARD, model, batches(shape, FORWARD, False), flops, rate)
            inputs = batches(shape, FORWARD, True)
            measure(name, "forward from host to host | eager", FORWARD, to_host(model), inputs, flops, rate)
    inputs, hosted = batches(shape, JACOBIAN, False), batches(shape, JACOBIAN, True)
    ways = jacobians(model)
    expected = ways["passes"](inputs[0]).detach()
    flops = (1 + CLASSES) * FLOPS[name] * JACOBIAN
    for label, jacobian in ways.items():
        if label.endswith("compiled") != compiled:
            continue

        def checked(x):
            error = ((jacobian(x).detach() - expected).abs().max() / expected.abs().max()).item()
            assert error < 1e-4, f"differs by {error:.1e}"

        try:
            checked(inputs[0])
        except Exception as e:
            print(f"{name:15s} jacobian | {label}: {type(e).__name__} {(str(e).splitlines() or [''])[0][:80]}", flush=True)
            continue
        measure(name, "jacobian | " + label, JACOBIAN, jacobian, inputs, flops, rate)
        measure(name, "jacobian from host to host | " + label, JACOBIAN, to_host(jacobian), hosted, flops, rate)
    for parameter in model.parameters():
        parameter.requires_grad_(True)


def main():
    if not torch.cuda.is_available():
        sys.exit("torch sees no GPU")
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.allow_tf32 = False
    torch.manual_seed(1)
    bandwidth, rate = floors()
    print(f"{torch.cuda.get_device_name()}, torch {torch.__version__}, CUDA {torch.version.cuda}, "
          f"cuDNN {torch.backends.cudnn.version()}; {rate / 1e12:.1f} TFLOP/s FP32, {bandwidth / 1e12:.2f} TB/s")
    print(f"{'network':15s} {'PyTorch':46s} {'samples/s':>12s} {'us/step':>10s} {'% FLOPs':>9s}")
    made = {}
    for name, make in NETWORKS.items():
        model, shape = make()
        made[name] = model.cuda(), shape
    for compiled in (False, True):
        for name, (model, shape) in made.items():
            training(name, model, shape, rate, compiled)
            evaluation(name, model, shape, rate, compiled)


if __name__ == "__main__":
    main()
